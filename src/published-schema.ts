/** The public API of `identity-gateway/schema`, for code generators. For Node only: it reads files of the package. */
import { readFileSync } from 'node:fs';

/** The schema for clients, as SDL; its file is `identity-gateway/schema/schema.graphql`. */
export const schema: string = read('schema.graphql');

/** The schema for composition, as Federation 2 SDL; its file is `identity-gateway/schema/subgraph.graphql`. */
export const subgraphSchema: string = read('subgraph.graphql');

function read(name: string): string {
  return readFileSync(new URL(`../schema/${name}`, import.meta.url), 'utf8');
}
