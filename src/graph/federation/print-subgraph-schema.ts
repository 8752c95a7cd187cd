import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { createSchema } from '../build-schema.ts';

/** The version of the federation specification and the directives that the schema is written with. */
const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@tag"])';

/** The schema that routers compose, as `schema/subgraph.graphql` holds it. */
export async function printSubgraphSchema(): Promise<string> {
  return `${link}\n\n${printSchemaWithDirectives(await createSchema())}\n`;
}
