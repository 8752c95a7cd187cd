import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** The version of the federation specification and the directives that the schema is written with. */
const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@tag"])';

/** The schema that clients see, as `schema/schema.graphql` holds it. */
export function printPublicSchema(schema: GraphQLSchema): string {
  return `${printSchema(schema)}\n`;
}

/** The schema that routers compose, as `schema/subgraph.graphql` holds it. */
export function printSubgraphSchema(schema: GraphQLSchema): string {
  return `${link}\n\n${printSchemaWithDirectives(schema)}\n`;
}
