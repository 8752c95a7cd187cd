import { Kind } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { OperationCosts, Variables } from './operation-cost.ts';

/** One operation of a valid document. */
export interface ValidOperation {
  readonly node: OperationDefinitionNode;
  /** What it may cost at most, in points. */
  readonly costOf: (variables: Variables) => number;
}

/** A document that has been parsed and validated. */
export interface ValidDocument {
  readonly document: DocumentNode;
  readonly operations: readonly ValidOperation[];
}

/** The document with its operations, each with its cost. */
export function validDocument(document: DocumentNode, costs: OperationCosts): ValidDocument {
  const operations = document.definitions
    .filter((one) => one.kind === Kind.OPERATION_DEFINITION)
    .map((node): ValidOperation => ({ node, costOf: costs.of(document, node) }));
  return { document, operations };
}
