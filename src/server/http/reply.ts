import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failure, internalMessage } from '../../domain/values/failure.ts';
import type { ErrorCode, FailureFactsShown } from '../../domain/values/failure.ts';
import { HttpError } from './http-error.ts';
import { acceptedMediaType, type MediaType } from './media-type.ts';

/** A complete HTTP response, before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Uint8Array;
}

/** Creates a JSON reply. */
export function jsonReply(status: number, value: unknown, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** Creates an error reply in the shape of a GraphQL response, so that clients handle one shape. */
export function errorReply(error: unknown, correlationId: string, request: IncomingMessage): Reply {
  const mediaType = acceptedMediaType(request) ?? 'application/json';
  const type = { 'content-type': `${mediaType}; charset=utf-8` };
  const bodyOf = (message: string, extensions: FailureFactsShown): object => ({
    errors: [{ message, extensions: { ...extensions, correlationId } }],
  });
  if (error instanceof HttpError) {
    const { status, message, code, headers } = error;
    return jsonReply(status, bodyOf(message, { code }), { ...type, ...headers });
  }
  if (error instanceof Failure) {
    const { message, code, facts } = error;
    const headers = { ...type, ...retryAfterOf(facts) };
    return jsonReply(failureStatus(code, mediaType), bodyOf(message, { code, ...facts }), headers);
  }
  return jsonReply(500, bodyOf(internalMessage, { code: 'INTERNAL' }), type);
}

/** The reply to an unknown hash is 200 as `application/json`, so that clients read it. */
function failureStatus(code: ErrorCode, mediaType: MediaType): number {
  if (code.startsWith('UPSTREAM_') || code === 'OVERLOADED') return 503;
  return code.startsWith('PERSISTED_QUERY_') && mediaType === 'application/json' ? 200 : 400;
}

/** When the request may be sent again, as an HTTP header. */
export function retryAfterOf(facts: Readonly<Record<string, unknown>>): Reply['headers'] {
  const seconds = facts['retryAfterSeconds'];
  if (typeof seconds !== 'number') return {};
  const limit = facts['limit'];
  const rateLimit = typeof limit === 'string' ? { ratelimit: `"${limit}";r=0;t=${seconds}` } : {};
  return { 'retry-after': String(seconds), ...rateLimit };
}

interface SendOptions {
  readonly correlationId: string;
  /** The origin that CORS allows to read the response. */
  readonly allowedOrigin: string | undefined;
  readonly closes: boolean;
}

/**
 * Sends a reply, and returns the size of its body. Caches must not store a response (E7), unless
 * its own headers allow it, as those of the pages' files do.
 */
export function send(
  response: ServerResponse,
  { status, headers: own, body }: Reply,
  { correlationId, allowedOrigin, closes }: SendOptions,
): number {
  if (response.headersSent || response.destroyed) return 0;
  const bytes = Buffer.byteLength(body);
  const headers: Record<string, string | number | string[]> = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // For 304 it would be the size of the body that is not sent.
    ...(status === 304 ? {} : { 'content-length': bytes }),
    'x-correlation-id': correlationId,
    vary: 'Origin',
  };
  if (allowedOrigin !== undefined) {
    headers['access-control-allow-origin'] = allowedOrigin;
    headers['access-control-allow-credentials'] = 'true';
    headers['access-control-expose-headers'] =
      'x-correlation-id, retry-after, ratelimit, www-authenticate';
  }
  if (closes) headers['connection'] = 'close';
  response.writeHead(status, Object.assign(headers, own));
  response.end(body);
  return response.req.method === 'HEAD' ? 0 : bytes;
}
