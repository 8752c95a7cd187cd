import { fields, optionalNumber, optionalText, WireError } from './wire.ts';
import type { Fields } from './wire.ts';

/** The signed-in person in the claims of an access token (contract §11). */
export interface BearerFacts {
  /** The person's id: a user name, in AIC a UUID. */
  readonly subject: string;
  /** AM's realm path; null when the token has none. */
  readonly realmPath: string | null;
  readonly scopes: readonly string[];
  readonly signedInAt: Date | null;
  readonly expiresAt: Date | null;
}

/** Reads the claims of a token whose signature has been checked. */
export function readBearerClaims(json: unknown): BearerFacts {
  const claims = fields(json, 'token');
  const name = optionalText(claims, 'tokenName');
  if (name !== null && name !== 'access_token')
    throw new WireError('tokenName: not an access token');
  return {
    subject: subjectOf(claims),
    realmPath: optionalText(claims, 'realm'),
    scopes: scopesOf(claims['scope']),
    signedInAt: secondsDate(claims, 'auth_time'),
    expiresAt: secondsDate(claims, 'exp'),
  };
}

/** Reads an introspection (RFC 7662); null for an inactive token, or one of another issuer or audience. */
export function readIntrospection(
  json: unknown,
  expected: { readonly issuer: string; readonly audience: string },
): BearerFacts | null {
  const answer = fields(json, 'introspection');
  if (answer['active'] !== true) return null;
  const from = optionalText(answer, 'iss');
  if (from !== null && from !== expected.issuer) return null;
  return audiencesOf(answer).includes(expected.audience) ? readBearerClaims(answer) : null;
}

/** The audience of a token. Defaults to its client, which is the audience of AM's own tokens. */
function audiencesOf(answer: Fields): unknown[] {
  const { aud } = answer;
  if (Array.isArray(aud)) return aud;
  return [aud ?? optionalText(answer, 'client_id')];
}

/**
 * AM sends a person's name plainly in `subname` and as `(usr!name)` in `sub`. A client that acts for itself is
 * `(age!client)`, on OpenAM its bare name; it is never a person.
 */
function subjectOf(claims: Fields): string {
  const subject = optionalText(claims, 'sub') ?? '';
  const isClient = subject !== '' && subject === optionalText(claims, 'client_id');
  if (isClient || subject.startsWith('(age!')) throw new WireError('sub: not a person');
  const plain = optionalText(claims, 'subname') ?? /^\(usr!(.+)\)$/.exec(subject)?.[1] ?? subject;
  if (plain === '') throw new WireError('sub: missing');
  return plain;
}

function scopesOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter((scope) => scope !== '');
  return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : [];
}

function secondsDate(claims: Fields, name: string): Date | null {
  const seconds = optionalNumber(claims, name);
  if (seconds === null) return null;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new WireError(`${name}: not an epoch time`);
  return date;
}
