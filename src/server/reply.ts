import type { ServerResponse } from 'node:http';
import { Failure, internalMessage } from '../domain/failure.ts';
import type { FailureFactsShown } from '../domain/failure.ts';
import { HttpError } from './http-error.ts';
import type { MediaType } from './media-type.ts';

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

/** Creates the reply for an error in the shape of a GraphQL response, so that clients handle one shape only. */
export function errorReply(error: unknown, correlationId: string, mediaType: MediaType): Reply {
  const reply = (
    status: number,
    { message }: { readonly message: string },
    extensions: FailureFactsShown,
    headers: Reply['headers'] = {},
  ): Reply =>
    jsonReply(
      status,
      { errors: [{ message, extensions: { ...extensions, correlationId } }] },
      { 'content-type': `${mediaType}; charset=utf-8`, ...headers },
    );
  if (error instanceof HttpError) {
    return reply(error.status, error, { code: error.code }, error.headers);
  }
  if (error instanceof Failure) {
    const extensions = { code: error.code, ...error.facts };
    return reply(failureStatus(error, mediaType), error, extensions, retryAfterOf(error.facts));
  }
  return reply(500, { message: internalMessage }, { code: 'INTERNAL' });
}

/** Clients of persisted queries read the response to an unknown hash, so it is 200 as `application/json`. */
function failureStatus({ code }: Failure, mediaType: MediaType): number {
  if (code.startsWith('UPSTREAM_') || code === 'OVERLOADED') return 503;
  return code.startsWith('PERSISTED_QUERY_') && mediaType === 'application/json' ? 200 : 400;
}

/** When the request may be sent again, as HTTP tells it. */
export function retryAfterOf({
  retryAfterSeconds,
}: Readonly<Record<string, unknown>>): Reply['headers'] {
  return typeof retryAfterSeconds === 'number' ? { 'retry-after': String(retryAfterSeconds) } : {};
}

/** What the common headers of a response are derived from. */
export interface SendOptions {
  readonly correlationId: string;
  /** The origin that CORS allows to read the response. */
  readonly allowedOrigin: string | undefined;
  /** Whether the connection closes after this response. */
  readonly closes: boolean;
}

/**
 * Sends a reply, and returns the size of its body. No response may be stored by caches (E7), except what says otherwise
 * itself, as the files of the pages do.
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
    // That of 304 would have to be the size of what is not sent.
    ...(status === 304 ? {} : { 'content-length': bytes }),
    'x-correlation-id': correlationId,
    vary: 'Origin',
  };
  if (allowedOrigin !== undefined) {
    headers['access-control-allow-origin'] = allowedOrigin;
    headers['access-control-allow-credentials'] = 'true';
    headers['access-control-expose-headers'] = 'x-correlation-id';
  }
  if (closes) headers['connection'] = 'close';
  response.writeHead(status, Object.assign(headers, own));
  response.end(body);
  return bytes;
}
