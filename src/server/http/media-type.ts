import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { HttpError } from './http-error.ts';

/** The media types of a GraphQL response (GraphQL over HTTP, §4.1), the preferred one first. */
const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** With their charset, since the draft recommends that clients request it. */
const offered = mediaTypes.map((type) => `${type}; charset=utf-8`);

/** Negotiates the media type of the response; null if the client accepts neither. */
export function acceptedMediaType({ headers }: IncomingMessage): MediaType | null {
  const { accept } = headers;
  // The header of most clients needs no negotiation.
  if (accept === undefined || accept === '*/*') return 'application/json';
  const accepted = new Negotiator({ headers: { accept } }).mediaType(offered);
  return mediaTypes.find((_type, index) => offered[index] === accepted) ?? null;
}

/** Whether a client prefers HTML, as browsers do when a user opens an address. */
export function wantsPage({ headers }: IncomingMessage): boolean {
  const { accept } = headers;
  if (accept?.includes('text/html') !== true) return false;
  return (
    new Negotiator({ headers: { accept } }).mediaType(['text/html', ...offered]) === 'text/html'
  );
}

/** @throws HttpError 406 if the client accepts none of the media types */
export function mediaTypeFor(request: IncomingMessage): MediaType {
  const accepted = acceptedMediaType(request);
  if (accepted !== null) return accepted;
  throw new HttpError(406, `Accept ${mediaTypes.join(' or ')}.`);
}
