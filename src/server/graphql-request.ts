import type { IncomingMessage } from 'node:http';
import { OperationTypeNode } from 'graphql';
import type { NamedDocument } from '../documents/documents.ts';
import type { Variables } from '../documents/operation-cost.ts';
import type { Operation } from '../documents/document.ts';
import { HttpError } from './http-error.ts';
import { refuseOtherTypes } from './read-body.ts';

/** A GraphQL request (GraphQL over HTTP, §5), with the types of its members checked. */
export interface GraphqlRequest {
  readonly document: NamedDocument;
  readonly variables: Variables;
  readonly operationName: string | null;
}

type Members = Readonly<Record<string, unknown>>;

/** Reads a request from the body of a POST, or without a body from the URL of a GET. */
export function readGraphqlRequest(request: IncomingMessage, body: Members | null): GraphqlRequest {
  const members = body ?? inUrl(request);
  const { documentId, extensions, operationName } = members;
  const text = members['query'] ?? undefined;
  // Documents are known by a hash, and every lone surrogate would be hashed as the same character.
  if (text !== undefined && (typeof text !== 'string' || text === '' || !text.isWellFormed())) {
    throw new HttpError(400, 'Send the query as a text.');
  }
  const variables = mapIn(members, 'variables');
  if (!isTextOrNull(operationName)) throw new HttpError(400, 'Send operationName as a text.');
  mapIn(members, 'extensions');
  const id = idIn(documentId, extensions);
  if (text === undefined && id === undefined) {
    throw new HttpError(400, 'Send the query as a text, or the id of a document.');
  }
  return {
    document: { text, id },
    variables,
    operationName: operationName ?? null,
  };
}

/** The members of a GET; `variables` and `extensions` are JSON there. */
function inUrl({ url = '', headers }: IncomingMessage): Members {
  if (headers['content-type'] !== undefined) refuseOtherTypes(headers['content-type']);
  const search = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const json = ['variables', 'extensions'];
  return Object.fromEntries(
    ['query', 'documentId', 'operationName', ...json].flatMap((name) => {
      const text = search.get(name);
      if (text === null) return [];
      return [[name, json.includes(name) && text !== '' ? parsed(name, text) : text || undefined]];
    }),
  );
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `Send ${name} as a JSON object.`, { cause: error });
  }
}

/** Returns a member that is a map; an empty one where it is null or absent. */
function mapIn(members: Members, name: string): Variables {
  const value = members[name] ?? {};
  if (isMap(value)) return value;
  throw new HttpError(400, `Send ${name} as a JSON object.`);
}

function isMap(value: unknown): value is Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextOrNull(value: unknown): value is string | null | undefined {
  if (typeof value === 'string') return value.isWellFormed();
  return value === undefined || value === null;
}

/**
 * Reads the sha256 of the document: from `documentId`, with or without the prefix that the specification
 * requires, or from Apollo's `persistedQuery` extension.
 */
function idIn(documentId: unknown, extensions: unknown): string | undefined {
  if (documentId !== undefined && documentId !== null) {
    if (typeof documentId === 'string') return hashIn(documentId);
    throw new HttpError(400, 'Send documentId as a text.');
  }
  if (!isMap(extensions) || extensions['persistedQuery'] === undefined) return undefined;
  const persisted = extensions['persistedQuery'];
  if (isMap(persisted) && persisted['version'] === 1) {
    const hash = persisted['sha256Hash'];
    if (typeof hash === 'string') return hashIn(hash);
  }
  throw new HttpError(400, 'Send persistedQuery with version 1 and a sha256Hash.');
}

function hashIn(id: string): string {
  const hash = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(id)?.[1];
  if (hash !== undefined) return hash.toLowerCase();
  throw new HttpError(400, 'The id of a document is sha256: and 64 hexadecimal digits.');
}

/** Refuses a mutation by GET (D8), which links, caches and prefetching browsers send by themselves. */
export function refuseChangeByGet(
  { method }: IncomingMessage,
  operations: readonly Operation[],
): void {
  if (method !== 'GET') return;
  if (operations.every(({ type }) => type === OperationTypeNode.QUERY)) return;
  throw new HttpError(405, 'Send mutations by POST.', { headers: { allow: 'POST, OPTIONS' } });
}
