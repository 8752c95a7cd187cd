import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/**
 * Reads a GraphQL request's body: one JSON object of at most `limit` bytes.
 * Only `application/json` is taken: a page of another site cannot send it without a preflight (D7), and
 * AM itself has no such guard (U26). Arrays, that is batches, are refused (D2).
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Readonly<Record<string, unknown>>> {
  refuseOtherTypes(request.headers['content-type'] ?? '');
  const body: unknown = parse(await readBytes(request, limit));
  if (Array.isArray(body))
    throw new HttpError(400, 'Send one operation at a time; batches are off.');
  if (!isObject(body)) throw new HttpError(400, 'Send a JSON object with a query.');
  return body;
}

/** @throws HttpError 415 unless the type is JSON in UTF-8 */
export function refuseOtherTypes(type: string): void {
  if (/^application\/json(?:\s*;\s*charset=(?:"utf-8"|utf-8))?\s*$/i.test(type)) return;
  throw new HttpError(415, 'Send application/json in UTF-8.', {
    headers: { accept: 'application/json' },
  });
}

async function readBytes(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const tooLarge = new HttpError(413, `The request is larger than ${limit} bytes.`, {
    code: 'OPERATION_TOO_LARGE',
    headers: { connection: 'close' },
  });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) throw tooLarge;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
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
