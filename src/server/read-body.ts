import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/**
 * Reads a GraphQL request's body: one JSON object of at most `limit` bytes.
 * Only `application/json` is accepted: a page of another site cannot send it without a preflight (D7), and
 * AM itself has no such check (U26). Arrays, which are batches, are refused (D2).
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Readonly<Record<string, unknown>>> {
  refuseOtherTypes(request.headers['content-type'] ?? '');
  refuseCodings(request.headers['content-encoding'] ?? '');
  const body: unknown = parse(await readBytes(request, limit));
  if (Array.isArray(body))
    throw new HttpError(400, 'Send one operation at a time; batches are off.');
  if (!isObject(body)) throw new HttpError(400, 'Send a JSON object with a query.');
  return body;
}

/** @throws HttpError 415 unless the type is JSON in UTF-8 */
export function refuseOtherTypes(type: string): void {
  if (type === 'application/json') return;
  if (/^application\/json(?:\s*;\s*charset=(?:"utf-8"|utf-8))?\s*$/i.test(type)) return;
  throw new HttpError(415, 'Send application/json in UTF-8.', {
    headers: { accept: 'application/json' },
  });
}

/** @throws HttpError 415 for a compressed body, of which a few bytes may unpack to any size (RFC 9110 §12.5.3) */
function refuseCodings(codings: string): void {
  if (codings === '' || codings.toLowerCase() === 'identity') return;
  throw new HttpError(415, 'Send the body without a content coding.', {
    headers: { 'accept-encoding': 'identity' },
  });
}

function readBytes(request: IncomingMessage, limit: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  // Events instead of an async iterator, which costs more than the rest of this function for the usual single chunk.
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
      reject(new HttpError(400, 'The request broke off.', { cause }));
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, 'The body is not JSON.', { cause: error });
  }
}

function isObject(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null;
}
