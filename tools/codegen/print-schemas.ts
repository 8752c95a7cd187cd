import { filterSchema, printSchemaWithDirectives } from '@graphql-tools/utils';
import { printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { orderedForReaders } from './schema-order.ts';

/** The federation specification and its directives that the schema uses. */
const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@tag"])';

/** The schema that clients see, as `schema/schema.graphql` holds it. */
export function printPublicSchema(schema: GraphQLSchema): string {
  return `${orderedForReaders(printSchema(schema))}\n`;
}

/**
 * The schema that routers compose, as `schema/subgraph.graphql` holds it. It omits `@oneOf`, which
 * Apollo's composition does not know; the gateway still enforces it on requests of a router. It
 * also omits `Query.node` and `nodes`, which only one subgraph can have; a portal's own finds
 * people by their key.
 */
export function printSubgraphSchema(schema: GraphQLSchema): string {
  const shown = filterSchema({
    schema,
    rootFieldFilter: (operation, field) =>
      operation !== 'Query' || !['node', 'nodes'].includes(field),
  });
  const ordered = orderedForReaders(printSchemaWithDirectives(shown));
  const text = ordered.replaceAll(/^(input \w+) @oneOf/gm, '$1');
  return `${link}\n\n${text}\n`;
}
