/** `@identity-gateway/server/schema`, for code generators. It reads files, so it needs Node. */
import { readFileSync } from 'node:fs';
import { packageFile } from '../package-files/package-files.ts';

/** The schema for clients, as SDL; its file is `@identity-gateway/server/schema/schema.graphql`. */
export const schema: string = read('schema.graphql');

/** The Federation 2 schema, for composition: `@identity-gateway/server/schema/subgraph.graphql`. */
export const subgraphSchema: string = read('subgraph.graphql');

/** The same for people alone: `@identity-gateway/server/schema/subgraph-people.graphql`. */
export const peopleSubgraphSchema: string = read('subgraph-people.graphql');

function read(name: string): string {
  return readFileSync(packageFile(`schema/${name}`), 'utf8');
}
