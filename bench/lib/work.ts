/** The documents that the benches send, and the request bodies and manifests made from them. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cookieName,
  expectedUser,
  ownToken,
  peopleCount,
  personId,
  superUserToken,
} from './am-bodies.ts';

/**
 * `documented`: the text of a document in the manifest. `other`: another text with the same fields,
 * which no manifest lists.
 */
export type Variant = 'documented' | 'other';

/** One document, its caller, and the expected result. */
export interface Work {
  readonly name: string;
  readonly document: string;
  readonly token: string;
  readonly variables: (id: string) => object;
  /** The `data` that every server must return. */
  readonly expected: (id: string) => object;
}

/** AM's own ids: the global `id` exists only in this gateway. */
const selection = 'amId username email oathDevices { amId name } pushDevices { amId name }';

/** The main work: the super user reads another user; three reads upstream. */
export const personWork: Work = {
  name: 'Bench',
  document: `query Bench($id: ID!) { user(id: $id) { ${selection} } }`,
  token: superUserToken,
  variables: (id) => ({ id }),
  expected: (id) => ({ user: expectedUser(id) }),
};

/** The same three reads for the caller's own user. */
export const ownWork: Work = {
  name: 'BenchMe',
  document: `query BenchMe { me { ${selection} } }`,
  token: ownToken,
  variables: () => ({}),
  expected: () => ({ me: expectedUser(personId(0)) }),
};

/** The headers of every request. */
export function headersOf({ token }: Pick<Work, 'token'>): Readonly<Record<string, string>> {
  return { 'content-type': 'application/json', [cookieName]: token };
}

/** The body of a request. */
export function requestBody(work: Work, variant: Variant, id: string): string {
  const query = variant === 'documented' ? work.document : `${work.document} # another`;
  return JSON.stringify({ query, variables: work.variables(id) });
}

/** Writes a file for wrk with one request for each person. Returns its path. */
export function writeRequests(folder: string, work: Work, variant: Variant): string {
  const bodies = Array.from({ length: peopleCount }, (_, number) =>
    requestBody(work, variant, personId(number)),
  );
  return writeBodies(join(folder, `${work.name}-${variant}`), bodies);
}

/** Writes a file for wrk from GraphQL request bodies. Returns its path. */
export function writeBodies(path: string, bodies: readonly string[]): string {
  return writeLines(
    path,
    bodies.map((body) => `POST\t/graphql\t${body}`),
  );
}

/** Writes a file for wrk from its lines. Returns its path. */
export function writeLines(path: string, lines: readonly string[]): string {
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

/** Writes a manifest of trusted documents. Returns its path. */
export function writeManifest(
  folder: string,
  documents: readonly string[] = [personWork.document, ownWork.document],
): string {
  const path = join(folder, 'manifest.json');
  const operations = documents.map((body) => ({ id: digest(body), type: 'query', body }));
  const format = 'apollo-persisted-query-manifest';
  writeFileSync(path, JSON.stringify({ format, version: 1, operations }));
  return path;
}

function digest(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
