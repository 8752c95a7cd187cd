/** The documents that the benches send, and the requests and manifests made of them. */
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

/** Whether a request carries the text of the document, its id, or the text of another one that asks for the same. */
export type Sends = 'text' | 'document id' | 'another text';

/** One document, who sends it, and what comes of it. */
export interface Work {
  readonly name: string;
  readonly document: string;
  readonly token: string;
  readonly variables: (id: string) => object;
  /** The `data` that every server must answer with. */
  readonly expected: (id: string) => object;
}

const selection = 'amId username email oathDevices { amId name } pushDevices { amId name }';

/** The main work: somebody else's person, read by the super user; three reads upstream. */
export const personWork: Work = {
  name: 'Bench',
  document: `query Bench($id: ID!) { user(id: $id) { ${selection} } }`,
  token: superUserToken,
  variables: (id) => ({ id }),
  expected: (id) => ({ user: expectedUser(id) }),
};

/** The caller's own person; the same three reads upstream. */
export const ownWork: Work = {
  name: 'BenchMe',
  document: `query BenchMe { me { ${selection} } }`,
  token: ownToken,
  variables: () => ({}),
  expected: () => ({ me: expectedUser(personId(0)) }),
};

/** What every request of a work shows of itself. */
export function headersOf({ token }: Work): Readonly<Record<string, string>> {
  return { 'content-type': 'application/json', [cookieName]: token };
}

/** The body of a request. */
export function requestBody(work: Work, sends: Sends, id: string): string {
  const variables = work.variables(id);
  switch (sends) {
    case 'text':
      return JSON.stringify({ query: work.document, variables });
    case 'document id':
      return JSON.stringify({ documentId: `sha256:${digest(work.document)}`, variables });
    case 'another text':
      return JSON.stringify({ query: `${work.document} # another`, variables });
  }
}

/** A file of requests for wrk: the work for every person in turn. */
export function writeRequests(folder: string, work: Work, sends: Sends): string {
  const bodies = Array.from({ length: peopleCount }, (_, number) =>
    requestBody(work, sends, personId(number)),
  );
  return writeBodies(join(folder, `${work.name}-${sends.replaceAll(' ', '-')}`), bodies);
}

/** A file of requests for wrk, each a GraphQL request's body. */
export function writeBodies(path: string, bodies: readonly string[]): string {
  writeFileSync(path, bodies.map((body) => `POST\t/graphql\t${body}\n`).join(''));
  return path;
}

/** A manifest of documents, for a gateway that trusts them. */
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
