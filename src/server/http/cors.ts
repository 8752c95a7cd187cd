import type { IncomingMessage } from 'node:http';

/**
 * Headers that make a browser send a preflight; a content type other than JSON has already been
 * refused.
 */
export const preflightTriggers = [
  'content-type',
  'x-requested-with',
  'apollo-require-preflight',
] as const;

/**
 * Returns the origin that CORS allows to read the response: a listed one, compared exactly (D10),
 * or none.
 */
export function allowedOrigin(
  { headers }: IncomingMessage,
  allowedOrigins: readonly string[],
): string | undefined {
  const { origin } = headers;
  return origin !== undefined && allowedOrigins.includes(origin) ? origin : undefined;
}

/** The request headers that the gateway reads, beside the session header. */
const readHeaders = ['authorization', 'x-correlation-id', ...preflightTriggers] as const;

/** What tracing and GraphQL clients add to each request of a page; the gateway ignores most. */
const clientHeaders = [
  'traceparent',
  'tracestate',
  'baggage',
  'sentry-trace',
  'apollographql-client-name',
  'apollographql-client-version',
] as const;

/** Returns the further headers of a preflight response. */
export function preflightHeaders(sessionHeader: string): Record<string, string> {
  return {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': [...readHeaders, sessionHeader, ...clientHeaders].join(', '),
    'access-control-max-age': '600',
  };
}
