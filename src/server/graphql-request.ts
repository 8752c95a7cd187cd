import type { IncomingMessage } from 'node:http';
import { OperationTypeNode } from 'graphql';
import type { NamedDocument } from '../documents/documents.ts';
import type { Variables } from '../documents/operation-cost.ts';
import type { Operation } from '../documents/document.ts';
import { isFields } from '../domain/values/json.ts';
import { HttpError } from './http/http-error.ts';
import { isGetOrHead } from './http/safe-method.ts';

/** A GraphQL request (GraphQL over HTTP, §5), with the types of its members checked. */
export interface GraphqlRequest {
  readonly document: NamedDocument;
  readonly variables: Variables;
  readonly operationName: string | null;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a GraphQL request's body: one JSON object of at most `limit` bytes. Only `application/json`
 * is accepted: a page of another site cannot send it without a preflight (D7), and AM itself has no
 * such check (U26). Arrays, which are batches, are refused (D2).
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Members> {
  return readJson(request, limit).then((body) => {
    if (Array.isArray(body))
      throw new HttpError(400, 'Batches are not supported. Send one operation.');
    if (!isFields(body)) throw new HttpError(400, 'Send a JSON object with a query.');
    return body;
  });
}

/** Reads a body that is a JSON object of at most `limit` bytes. @throws HttpError 400, 413, 415 */
export async function readJsonObject(request: IncomingMessage, limit: number): Promise<Members> {
  const body = await readJson(request, limit);
  if (isFields(body)) return body;
  throw new HttpError(400, 'Send a JSON object.');
}

function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  refuseOtherTypes(request.headers['content-type'] ?? '');
  refuseCodings(request.headers['content-encoding'] ?? '');
  return readBytes(request, limit).then((text) => parseJson(text, 'The body is not JSON.'));
}

/** @throws HttpError 415 unless the type is JSON in UTF-8 */
function refuseOtherTypes(type: string): void {
  if (type === 'application/json') return;
  if (/^application\/json(?:\s*;\s*charset=(?:"utf-8"|utf-8))?\s*$/i.test(type)) return;
  throw new HttpError(415, 'Send application/json in UTF-8.', {
    headers: { accept: 'application/json' },
  });
}

/**
 * @throws HttpError 415 for a compressed body, because a few bytes may unpack to any size (RFC 9110
 *   §12.5.3)
 */
function refuseCodings(codings: string): void {
  if (codings === '' || codings.toLowerCase() === 'identity') return;
  throw new HttpError(415, 'Send the body without a content coding.', {
    headers: { 'accept-encoding': 'identity' },
  });
}

/** Reads a body as UTF-8. @throws HttpError 413 for more than `limit` bytes */
export function readBytes(request: IncomingMessage, limit: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  // Events instead of an async iterator, which costs more than the rest of this function for the
  // usual single chunk.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      request.pause();
      reject(tooLarge(limit));
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve((chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString('utf8'));
    });
    const broken = (cause?: Error): void =>
      reject(
        new HttpError(400, 'The connection closed before the request was complete.', { cause }),
      );
    request.on('error', broken);
    request.on('close', () => {
      if (!request.complete) broken();
    });
  });
}

function tooLarge(limit: number): HttpError {
  return new HttpError(413, `The request is larger than ${limit} bytes.`, {
    code: 'OPERATION_TOO_LARGE',
    headers: { connection: 'close' },
  });
}

function parseJson(text: string, problem: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, problem, { cause: error });
  }
}

/** Reads a request from the body of a POST, or without a body from the URL of a GET. */
export function readGraphqlRequest(request: IncomingMessage, body: Members | null): GraphqlRequest {
  const members = body ?? inUrl(request);
  const { documentId, extensions, operationName } = members;
  const text = members['query'] ?? undefined;
  // Documents are identified by a hash, and all lone surrogates hash as the same character.
  if (text !== undefined && (typeof text !== 'string' || text === '' || !text.isWellFormed()))
    throw new HttpError(400, 'Send the query as a text.');
  const variables = mapIn(members, 'variables');
  if (!isTextOrNull(operationName)) throw new HttpError(400, 'Send operationName as a text.');
  mapIn(members, 'extensions');
  const id = idIn(documentId, extensions);
  if (text === undefined && id === undefined)
    throw new HttpError(400, 'Send the query as a text, or the id of a document.');
  return { document: { text, id }, variables, operationName: operationName ?? null };
}

/** The members of a GET; `variables` and `extensions` are JSON there. */
function inUrl({ url = '', headers }: IncomingMessage): Members {
  if (headers['content-type'] !== undefined) refuseOtherTypes(headers['content-type']);
  const search = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const json = ['variables', 'extensions'];
  return Object.fromEntries(
    ['query', 'documentId', 'operationName', ...json].flatMap((name) => {
      const text = search.get(name);
      if (text === null || text === '') return [];
      const problem = `Send ${name} as a JSON object.`;
      return [[name, json.includes(name) ? parseJson(text, problem) : text]];
    }),
  );
}

function mapIn(members: Members, name: string): Variables {
  const value = members[name] ?? {};
  if (isFields(value)) return value;
  throw new HttpError(400, `Send ${name} as a JSON object.`);
}

function isTextOrNull(value: unknown): value is string | null | undefined {
  if (typeof value === 'string') return value.isWellFormed();
  return value === undefined || value === null;
}

/**
 * Reads the sha256 of the document: from `documentId`, with or without the prefix that the
 * specification requires, or from Apollo's `persistedQuery` extension.
 */
function idIn(documentId: unknown, extensions: unknown): string | undefined {
  if (documentId !== undefined && documentId !== null) {
    if (typeof documentId === 'string') return hashIn(documentId);
    throw new HttpError(400, 'Send documentId as a text.');
  }
  if (!isFields(extensions) || extensions['persistedQuery'] === undefined) return undefined;
  const persisted = extensions['persistedQuery'];
  if (isFields(persisted) && persisted['version'] === 1) {
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

/**
 * Refuses a mutation by GET or HEAD (D8), which a link, a cache or a prefetching browser may send.
 */
export function refuseChangeByGet(
  request: IncomingMessage,
  operations: readonly Operation[],
): void {
  if (!isGetOrHead(request)) return;
  if (operations.every(({ type }) => type === OperationTypeNode.QUERY)) return;
  throw new HttpError(405, 'Send mutations by POST.', { headers: { allow: 'POST, OPTIONS' } });
}
