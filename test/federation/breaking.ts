/** What a change of the schema breaks: the changes themselves, and the documents of consumers that no longer run. */
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** One breaking change. */
export interface Breaking {
  /** What it is about, `User.email`. */
  readonly path: string;
  readonly message: string;
}

/** A document of a consumer. */
export interface ConsumerDocument {
  readonly name: string;
  readonly text: string;
}

/** Composers know these without a definition; graphql-js does not. */
const federation = `
directive @link(url: String!, import: [String]) repeatable on SCHEMA
directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @shareable repeatable on OBJECT | FIELD_DEFINITION
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION
directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION
`;

/** A schema from its text; that of a subgraph as well. */
export function schemaOf(text: string): GraphQLSchema {
  return buildSchema(text.includes('@link(') ? `${text}\n${federation}` : text);
}

/** The changes between two schemas that may break a client, or a subgraph that refers to this one. */
export async function breakingChanges(before: string, after: string): Promise<Breaking[]> {
  const changes = await diff(schemaOf(before), schemaOf(after));
  return changes
    .filter(
      ({ type, path = '', criticality }) =>
        criticality.level === CriticalityLevel.Breaking || isLostPromise(type, path),
    )
    .map(({ path = '', message }) => ({ path, message }));
}

/** A key, a shared type or a mark that is taken away, and a field that is hidden from the clients of routers. */
function isLostPromise(type: string, path: string): boolean {
  return (
    (/^DIRECTIVE_USAGE_\w+_REMOVED$/.test(type) && /\.@(key|shareable|tag)$/.test(path)) ||
    (/^DIRECTIVE_USAGE_\w+_ADDED$/.test(type) && path.endsWith('.@inaccessible'))
  );
}

/** What consumers' documents are told by a schema that no longer has what they ask for; one line each. */
export function brokenDocuments(
  schema: GraphQLSchema,
  documents: readonly ConsumerDocument[],
): readonly string[] {
  return documents.flatMap(({ name, text }) =>
    validate(schema, parse(text)).map(({ message }) => `${name} breaks: ${message}`),
  );
}
