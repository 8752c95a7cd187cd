import type { ServerResponse } from 'node:http';
import { Failure, internalMessage } from '../domain/failure.ts';
import type { FailureFactsShown } from '../domain/failure.ts';
import { HttpError } from './http-error.ts';
import type { MediaType } from './media-type.ts';

/** A whole answer, before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer in JSON. */
export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** A refusal in the shape of a GraphQL answer, so that a client reads one shape only. */
export function errorReply(error: unknown, correlationId: string, mediaType: MediaType): Reply {
  const sent = (
    status: number,
    { message }: { readonly message: string },
    extensions: FailureFactsShown,
    headers: Readonly<Record<string, string>> = {},
  ): Reply =>
    jsonReply(
      status,
      { errors: [{ message, extensions: { ...extensions, correlationId } }] },
      { 'content-type': `${mediaType}; charset=utf-8`, ...headers },
    );
  if (error instanceof HttpError) {
    return sent(error.status, error, { code: error.code }, error.headers);
  }
  if (error instanceof Failure) {
    return sent(statusOf(error, mediaType), error, { code: error.code, ...error.facts });
  }
  return sent(500, { message: internalMessage }, { code: 'INTERNAL' });
}

/** Clients that send hashes read the answer to an unknown one before they send the document. */
function statusOf({ code }: Failure, mediaType: MediaType): number {
  if (code.startsWith('UPSTREAM_')) return 503;
  return code.startsWith('PERSISTED_QUERY_') && mediaType === 'application/json' ? 200 : 400;
}

/** What an answer is sent with beside its own headers. */
export interface Sent {
  readonly correlationId: string;
  /** The origin of another site that the answer may be shown to. */
  readonly allowedOrigin: string | undefined;
  /** Whether the connection ends with this answer. */
  readonly closes: boolean;
}

/** Sends an answer; every answer forbids caches to keep it (E7). */
export function send(
  response: ServerResponse,
  { status, headers: own, body }: Reply,
  { correlationId, allowedOrigin, closes }: Sent,
): void {
  if (response.headersSent || response.destroyed) return;
  const headers: Record<string, string | number> = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(body),
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
}
