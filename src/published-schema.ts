/** What code generators import from `identity-gateway/schema`. For Node: it reads the files beside it. */
import { readFileSync } from 'node:fs';

/** The schema that clients see, as SDL. Beside it on disk: `identity-gateway/schema/schema.graphql`. */
export const schema: string = read('schema.graphql');

/** The schema that a router composes, Federation 2 SDL: `identity-gateway/schema/subgraph.graphql`. */
export const subgraphSchema: string = read('subgraph.graphql');

function read(name: string): string {
  return readFileSync(new URL(`../schema/${name}`, import.meta.url), 'utf8');
}
