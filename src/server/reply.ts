import type { ServerResponse } from 'node:http';
import { Failure, internalMessage } from '../domain/failure.ts';
import type { FailureFactsShown } from '../domain/failure.ts';
import { HttpError } from './http-error.ts';

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
export function errorReply(error: unknown, correlationId: string): Reply {
  if (error instanceof HttpError) {
    return graphqlError(error.status, error, { code: error.code, correlationId }, error.headers);
  }
  if (error instanceof Failure) {
    const status = error.code.startsWith('UPSTREAM_') ? 503 : 400;
    return graphqlError(status, error, { code: error.code, ...error.facts, correlationId });
  }
  return graphqlError(500, { message: internalMessage }, { code: 'INTERNAL', correlationId });
}

function graphqlError(
  status: number,
  { message }: { readonly message: string },
  extensions: FailureFactsShown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply(status, { errors: [{ message, extensions }] }, headers);
}

/** Sends an answer; every answer forbids caches to keep it (E7). */
export function send(
  response: ServerResponse,
  reply: Reply,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(reply.status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(reply.body),
    ...headers,
    ...reply.headers,
  });
  response.end(reply.body);
}
