/** Finds what a change of the schema breaks: the schema itself, and the documents of consumers. */
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';

/** One breaking change. */
export interface Breaking {
  /** The changed element, such as `User.email`. */
  readonly path: string;
  readonly message: string;
}

/** A document of a consumer. */
export interface ConsumerDocument {
  readonly name: string;
  readonly text: string;
}

/** Definitions that composers know and graphql-js does not. */
const federation = `
directive @link(url: String!, import: [String]) repeatable on SCHEMA
directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @shareable repeatable on OBJECT | FIELD_DEFINITION
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION
directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION
`;

/** Builds a schema, or the schema of a subgraph, from its text. */
export function schemaOf(text: string): GraphQLSchema {
  return buildSchema(text.includes('@link(') ? `${text}\n${federation}` : text);
}

/** Returns the changes that may break a client, or a subgraph that refers to this one. */
export async function breakingChanges(before: string, after: string): Promise<Breaking[]> {
  const changes = await diff(schemaOf(before), schemaOf(after));
  return changes
    .filter(
      ({ type, path = '', criticality }) =>
        criticality.level === CriticalityLevel.Breaking || isLostPromise(type, path),
    )
    .map(({ path = '', message }) => ({ path, message }));
}

/**
 * Whether a change removes a key, a shared type or a directive, or hides a field from the clients
 * of routers.
 */
function isLostPromise(type: string, path: string): boolean {
  return (
    (/^DIRECTIVE_USAGE_\w+_REMOVED$/.test(type) && /\.@(key|shareable|tag)$/.test(path)) ||
    (/^DIRECTIVE_USAGE_\w+_ADDED$/.test(type) && path.endsWith('.@inaccessible'))
  );
}

/** Returns the validation errors of consumers' documents, a line each. */
export function brokenDocuments(
  schema: GraphQLSchema,
  documents: readonly ConsumerDocument[],
): readonly string[] {
  return documents.flatMap(({ name, text }) =>
    validate(schema, parse(text)).map(({ message }) => `${name} breaks: ${message}`),
  );
}
