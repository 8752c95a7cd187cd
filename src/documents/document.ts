import {
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  validate,
} from 'graphql';
import type {
  DocumentNode,
  GraphQLSchema,
  OperationDefinitionNode,
  OperationTypeNode,
  ValidationRule,
} from 'graphql';
import { Failure } from '../domain/failure.ts';
import { limitProblem, parseWithin } from './document-limits.ts';
import type { DocumentLimits } from './document-limits.ts';
import { costOf } from './operation-cost.ts';
import type { Variables } from './operation-cost.ts';

/** Everything that is known of a document, found out once from its text. */
export interface Document {
  /** The sha256 of the text, in hexadecimal. */
  readonly id: string;
  readonly text: string;
  /** The limit that it exceeds; null where it exceeds none. */
  readonly refusal: Failure | null;
  /** The first error of its syntax or validation; null where it has none, or was refused before. */
  readonly error: GraphQLError | null;
  /** Its syntax tree; null unless it is valid and within the limits. */
  readonly tree: DocumentNode | null;
  /** Empty where it was refused or cannot be parsed. */
  readonly operations: readonly Operation[];
}

/** One operation of a document. */
export interface Operation {
  readonly name: string | null;
  readonly type: OperationTypeNode;
  readonly node: OperationDefinitionNode;
  /** What it may cost at most, in points; 0 for an operation of an invalid document, which never runs. */
  readonly costOf: (variables: Variables) => number;
}

/** What documents are judged by. */
export interface DocumentRules {
  readonly schema: GraphQLSchema;
  readonly limits: DocumentLimits;
  /** Whether documents may ask for the schema; in production none may (security D5). */
  readonly introspection: boolean;
}

/**
 * Parses, measures and validates a document. It is measured before it is validated: validation compares fields
 * pairwise (security D1). Apollo Server words the errors of a wrong document, so one error is enough here.
 */
export function readDocument(
  { id, text }: { readonly id: string; readonly text: string },
  { schema, limits, introspection }: DocumentRules,
): Document {
  const wrong = { id, text, refusal: null, error: null, tree: null, operations: [] };
  const parsed = parseWithin(text, limits);
  if (parsed instanceof Failure) return { ...wrong, refusal: parsed };
  if (parsed instanceof GraphQLError) return { ...wrong, error: parsed };
  const refusal = limitProblem(parsed, limits);
  if (refusal !== null) return { ...wrong, refusal };
  const [error = null] = validate(schema, parsed, rulesFor(introspection), { maxErrors: 1 });
  const operations = parsed.definitions
    .filter((one) => one.kind === Kind.OPERATION_DEFINITION)
    .map((node): Operation => ({
      name: node.name?.value ?? null,
      type: node.operation,
      node,
      costOf: error === null ? costOf(schema, parsed, node) : () => 0,
    }));
  return { id, text, refusal: null, error, tree: error === null ? parsed : null, operations };
}

function rulesFor(introspection: boolean): readonly ValidationRule[] {
  return introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
}

/** The operation that a request means; undefined where GraphQL itself reports that there is none. */
export function chosenOperation(
  { operations }: Pick<Document, 'operations'>,
  operationName: string | null,
): Operation | undefined {
  if (operationName !== null) return operations.find(({ name }) => name === operationName);
  return operations.length === 1 ? operations[0] : undefined;
}
