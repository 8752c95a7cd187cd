import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { createSchema } from '../build-schema.ts';

/** The version of the federation specification and the directives that the schema uses. */
const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@tag"])';

/** Prints the schema for composition, the content of `schema/subgraph.graphql`. */
export async function printSubgraphSchema(): Promise<string> {
  return `${link}\n\n${printSchemaWithDirectives(await createSchema())}\n`;
}
