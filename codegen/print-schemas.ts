import { filterSchema, printSchemaWithDirectives } from '@graphql-tools/utils';
import { printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** The version of the federation specification and the directives that the schema is written with. */
const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@tag"])';

/** The schema that clients see, as `schema/schema.graphql` holds it. */
export function printPublicSchema(schema: GraphQLSchema): string {
  return `${printSchema(schema)}\n`;
}

/**
 * The schema that routers compose, as `schema/subgraph.graphql` holds it. It leaves `@oneOf` out, which Apollo's composition does
 * not know; the gateway enforces it all the same, on what a router sends. And it leaves `Query.node` out, which only one
 * subgraph can have; that of a portal finds people by their key.
 */
export function printSubgraphSchema(schema: GraphQLSchema): string {
  const shown = filterSchema({
    schema,
    rootFieldFilter: (operation, field) => operation !== 'Query' || field !== 'node',
  });
  const text = printSchemaWithDirectives(shown).replaceAll(/^(input \w+) @oneOf/gm, '$1');
  return `${link}\n\n${text}\n`;
}
