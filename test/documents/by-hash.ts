/** Sends documents by hash, with each method that the gateway supports. */
import { print, type DocumentNode } from 'graphql';
import { hashOf } from '../../src/documents/manifest.ts';
import { read, type ClientAnswer, type TestGateway } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';

/** The other parts of a request. */
export interface Rest {
  readonly variables?: object;
  readonly operationName?: string;
}

export type Send = (
  gateway: TestGateway,
  text: string,
  as?: SessionHeader,
  rest?: Rest,
) => Promise<ClientAnswer<never>>;

/** Apollo’s extension with the hash of a text. */
export const persisted = (text: string): object => ({
  persistedQuery: { version: 1, sha256Hash: hashOf(text) },
});

/** The method of the draft, and the default in tests. */
export const byId: Send = (gateway, text, as, rest) =>
  post(gateway, { documentId: idOf(text), ...rest }, as);

/** The methods that allow mutations. */
export const waysByPost: readonly (readonly [string, Send])[] = [
  ['documentId', byId],
  [
    'documentId without a prefix',
    (gateway, text, as, rest) => post(gateway, { documentId: hashOf(text), ...rest }, as),
  ],
  [
    'Apollo’s extension',
    (gateway, text, as, rest) => post(gateway, { extensions: persisted(text), ...rest }, as),
  ],
];

export const waysByGet: readonly (readonly [string, Send])[] = [
  [
    'GET and documentId',
    (gateway, text, as, rest) => get(gateway, { documentId: idOf(text), ...inUrl(rest) }, as),
  ],
  [
    'GET and Apollo’s extension',
    (gateway, text, as, rest) =>
      get(gateway, { extensions: JSON.stringify(persisted(text)), ...inUrl(rest) }, as),
  ],
];

export const waysByHash = [...waysByPost, ...waysByGet];

/** Returns the text of a typed document. */
export function textOf(document: DocumentNode): string {
  return print(document);
}

/** Returns the id of a document in the form of the draft. */
export function idOf(text: string): string {
  return `sha256:${hashOf(text)}`;
}

/** Posts a request with any members. */
export async function post(
  gateway: TestGateway,
  members: object,
  as: SessionHeader = {},
): Promise<ClientAnswer<never>> {
  const headers = { 'content-type': 'application/json', ...as };
  return read(await gateway.fetch({ method: 'POST', headers, body: JSON.stringify(members) }));
}

/** Sends a request by GET with any parameters. */
export async function get(
  gateway: TestGateway,
  parameters: Readonly<Record<string, string>>,
  as: SessionHeader = {},
): Promise<ClientAnswer<never>> {
  const url = `${gateway.url}/graphql?${new URLSearchParams(parameters).toString()}`;
  return read(await fetch(url, { headers: { ...as } }));
}

/** Registers a text, by sending it with its hash. */
export function register(
  gateway: TestGateway,
  text: string,
  as: SessionHeader = {},
): Promise<ClientAnswer<never>> {
  return post(gateway, { query: text, extensions: persisted(text) }, as);
}

function inUrl({ variables, operationName }: Rest = {}): Record<string, string> {
  return {
    ...(variables !== undefined && { variables: JSON.stringify(variables) }),
    ...(operationName !== undefined && { operationName }),
  };
}
