import {
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type OperationTypeNode,
  type ValidationRule,
} from 'graphql';
import { Failure } from '../domain/values/failure.ts';
import {
  documentLimits,
  limitRefusal,
  parseWithin,
  type DocumentLimits,
} from './document-limits.ts';
import { costOf, type Variables } from './operation-cost.ts';

/** A document, with everything derived from its text. */
export interface Document {
  /** The sha256 of the text, in hexadecimal. */
  readonly id: string;
  readonly text: string;
  readonly refusal: Failure | null;
  /** The first syntax or validation error, or null. Null if the document is refused. */
  readonly error: GraphQLError | null;
  /** The syntax tree; null unless the document is valid and within the limits. */
  readonly tree: DocumentNode | null;
  /** Empty if the document is refused or cannot be parsed. */
  readonly operations: readonly Operation[];
}

export interface Operation {
  readonly name: string | null;
  readonly type: OperationTypeNode;
  readonly node: OperationDefinitionNode;
  /** The maximum cost in points; 0 for an operation of an invalid document, which never runs. */
  readonly costOf: (variables: Variables) => number;
}

/** What documents are checked against. */
export interface DocumentRules {
  readonly schema: GraphQLSchema;
  /** Whether the schema leaves fields out that the documented operations use. Default: false. */
  readonly isPart?: boolean;
  /** Default: `documentLimits`. */
  readonly limits?: DocumentLimits | undefined;
  /** Whether introspection is allowed; off in production (security D5). */
  readonly introspection: boolean;
}

/**
 * Parses, measures and validates a document. Limits come before validation, which compares fields
 * pairwise (security D1). Apollo Server reports all errors, so the first error is enough here.
 * A document that is known to be valid for this schema is not validated again.
 */
export function readDocument(
  { id, text }: { readonly id: string; readonly text: string },
  { schema, limits = documentLimits, introspection }: DocumentRules,
  { isValid = false }: { readonly isValid?: boolean } = {},
): Document {
  const invalid = { id, text, refusal: null, error: null, tree: null, operations: [] };
  const parsed = parseWithin(text, limits);
  if (parsed instanceof Failure) return { ...invalid, refusal: parsed };
  if (parsed instanceof GraphQLError) return { ...invalid, error: parsed };
  const refusal = limitRefusal(parsed, limits);
  if (refusal !== null) return { ...invalid, refusal };
  const [error = null] = isValid
    ? []
    : validate(schema, parsed, rulesFor(introspection), { maxErrors: 1 });
  const operations = parsed.definitions
    .filter((one) => one.kind === Kind.OPERATION_DEFINITION)
    .map((node): Operation => ({
      name: node.name?.value ?? null,
      type: node.operation,
      node,
      costOf: error === null ? priced(schema, parsed, node) : () => 0,
    }));
  return { id, text, refusal: null, error, tree: error === null ? parsed : null, operations };
}

/** Of many trusted documents, few are ever run: a start need not compute the costs of all. */
function priced(...parts: Parameters<typeof costOf>): Operation['costOf'] {
  let cost: Operation['costOf'] | undefined;
  return (variables) => (cost ??= costOf(...parts))(variables);
}

/** Returns the validation rules, with or without introspection. */
export function rulesFor(introspection: boolean): readonly ValidationRule[] {
  return introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
}

/** Selects the operation of a request; undefined if it does not exist. */
export function chosenOperation(
  { operations }: Pick<Document, 'operations'>,
  operationName: string | null,
): Operation | undefined {
  if (operationName !== null) return operations.find(({ name }) => name === operationName);
  return operations.length === 1 ? operations[0] : undefined;
}
