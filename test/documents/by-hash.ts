/** Requests that name their document by its hash, in each of the ways that the gateway understands. */
import { print } from 'graphql';
import type { DocumentNode } from 'graphql';
import { hashOf } from '../../src/documents/manifest.ts';
import { read } from '../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';

/** What a request brings beside its document. */
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

/** The way of the draft, and the one to take where any will do. */
export const byId: Send = (gateway, text, as, rest) =>
  post(gateway, { documentId: idOf(text), ...rest }, as);

/** The ways by which a mutation can be sent, each without the text of its document. */
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

/** The text of a typed document, as clients send it. */
export function textOf(document: DocumentNode): string {
  return print(document);
}

/** The id of a document as the draft writes it. */
export function idOf(text: string): string {
  return `sha256:${hashOf(text)}`;
}

/** Posts a request whatever its members. */
export async function post(
  gateway: TestGateway,
  members: object,
  as: SessionHeader = {},
): Promise<ClientAnswer<never>> {
  const headers = { 'content-type': 'application/json', ...as };
  return read(await gateway.fetch({ method: 'POST', headers, body: JSON.stringify(members) }));
}

/** Sends a request by GET whatever its parameters. */
export async function get(
  gateway: TestGateway,
  parameters: Readonly<Record<string, string>>,
  as: SessionHeader = {},
): Promise<ClientAnswer<never>> {
  const url = `${gateway.url}/graphql?${new URLSearchParams(parameters)}`;
  return read(await fetch(url, { headers: { ...as } }));
}

/** Posts a text together with its hash, as a client registers it. */
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
