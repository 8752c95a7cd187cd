import { Kind } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { OperationCosts, Variables } from './operation-cost.ts';
import type { OperationSummary } from './operation-limits.ts';

/** One operation of a valid document. */
export interface ValidOperation extends OperationSummary {
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
    .map((node): ValidOperation => ({
      name: node.name?.value ?? null,
      type: node.operation,
      node,
      costOf: costs.of(document, node),
    }));
  return { document, operations };
}

/** The operation that a request means; undefined where GraphQL itself will say that there is none. */
export function chosenOperation<T extends OperationSummary>(
  { operations }: { readonly operations: readonly T[] },
  operationName: string | null,
): T | undefined {
  if (operationName !== null) return operations.find(({ name }) => name === operationName);
  return operations.length === 1 ? operations[0] : undefined;
}
