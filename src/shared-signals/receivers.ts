import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HttpError } from '../server/http/http-error.ts';
import type { SignalStream } from '../domain/outbox/signal-stream.ts';

/**
 * Returns the streams of the receiver that sent a request, by the bearer token in its header (RFC
 * 6750 §2.1); a token in the query has no effect. Hashes are compared, so that the time of a
 * comparison shows nothing of a token.
 * @throws HttpError 401 if the token belongs to no stream
 */
export function streamsOfReceiver(
  { headers: { authorization = '' } }: IncomingMessage,
  streams: readonly SignalStream[],
): readonly SignalStream[] {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) throw unauthorized('Send the token of the stream as a bearer token.');
  const sent = hashOf(token);
  const found = streams.filter(({ tokens }) =>
    tokens().some((own) => timingSafeEqual(hashOf(own), sent)),
  );
  if (found.length > 0) return found;
  throw unauthorized('This token belongs to no stream.', ' error="invalid_token"');
}

/** Returns the stream that a request names. @throws HttpError 404 if it is not the receiver's */
export function streamNamed(streams: readonly SignalStream[], name: unknown): SignalStream {
  const found = streams.find((stream) => stream.name === name);
  if (found !== undefined) return found;
  throw new HttpError(404, 'This receiver has no stream with this stream_id.');
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function unauthorized(message: string, details = ''): HttpError {
  return new HttpError(401, message, {
    code: 'UNAUTHENTICATED',
    headers: { 'www-authenticate': `Bearer${details}` },
  });
}
