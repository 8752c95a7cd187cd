/** `identity-gateway/schema`, for code generators. Node only: it reads files of the package. */
import { readFileSync } from 'node:fs';

/** The schema for clients, as SDL; its file is `identity-gateway/schema/schema.graphql`. */
export const schema: string = read('schema.graphql');

/** The Federation 2 schema, for composition: `identity-gateway/schema/subgraph.graphql`. */
export const subgraphSchema: string = read('subgraph.graphql');

/** The same without what is for staff: `identity-gateway/schema/subgraph-people.graphql`. */
export const peopleSubgraphSchema: string = read('subgraph-people.graphql');

function read(name: string): string {
  return readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8');
}
