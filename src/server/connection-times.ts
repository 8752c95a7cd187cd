import type { Server } from 'node:http';

/**
 * How long a client may take for the head of a request, from the opening of its connection on, and for all of it, in
 * milliseconds; Node looks every `connectionsCheckingInterval`, by default so rarely that both would take half a minute more.
 */
export const times = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
} as const;

/**
 * Closes connections on which nothing moves for longer than any answer takes: their clients do not take what they asked for.
 * @param answerMs how long an answer may take
 */
export function closeUnreadConnections(server: Server, answerMs: number): void {
  server.timeout = answerMs + times.headersTimeout;
}
