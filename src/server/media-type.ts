import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { HttpError } from './http-error.ts';

/** The media types of a GraphQL answer (GraphQL over HTTP, §4.1), the one that is preferred first. */
export const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** What an answer is sent as; null where the client takes none of the media types. */
export function acceptedMediaType({ headers }: IncomingMessage): MediaType | null {
  const { accept } = headers;
  // What most clients send needs no negotiation.
  if (accept === undefined || accept === '*/*') return 'application/json';
  const accepted = new Negotiator({ headers: { accept } }).mediaType([...mediaTypes]);
  return mediaTypes.find((type) => type === accepted) ?? null;
}

/** @throws HttpError 406 where the client takes none of the media types */
export function mediaTypeFor(request: IncomingMessage): MediaType {
  const accepted = acceptedMediaType(request);
  if (accepted !== null) return accepted;
  throw new HttpError(406, `Accept ${mediaTypes.join(' or ')}.`);
}
