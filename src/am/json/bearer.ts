import type { ConfirmedToken } from '../../domain/rules/recognise.ts';
import { fields, optionalText, secondsDate, WireError, type Fields } from './wire.ts';

/** What is recorded of a client's id; issuers keep theirs far shorter. */
const maxClientIdLength = 200;

/** How far the clocks of issuer and gateway may differ (security B8). */
export const clockToleranceSeconds = 60;

/**
 * Reads the claims of a token whose signature has been checked, or that its issuer calls active
 * (contract §11).
 * @param now epoch milliseconds
 * @throws WireError unless it is a bearer's access token of a person and valid now
 */
export function readBearerClaims(json: unknown, now: number): ConfirmedToken {
  const claims = fields(json, 'token');
  refuseOtherTokens(claims);
  refuseOtherTimes(claims, now);
  return {
    subject: subjectOf(claims),
    realmPath: optionalText(claims, 'realm'),
    scopes: scopesOf(claims['scope']),
    clientId: clientIdOf(claims),
    signedInAt: secondsDate(claims, 'auth_time'),
    assurance: assuranceOf(claims),
    expiresAt: secondsDate(claims, 'exp'),
  };
}

/** Reads an introspection (RFC 7662); null if inactive, or for another issuer or audience. */
export function readIntrospection(
  json: unknown,
  expected: { readonly issuer: string; readonly audience: string; readonly now: number },
): ConfirmedToken | null {
  const answer = fields(json, 'introspection');
  if (answer['active'] !== true) return null;
  const from = optionalText(answer, 'iss');
  if (from !== null && from !== expected.issuer) return null;
  if (!audiencesOf(answer).includes(expected.audience)) return null;
  return readBearerClaims(answer, expected.now);
}

/** The header `typ` of an access token (RFC 9068 §2.1); AM sends `JWT`. */
export function isAccessTokenType(typ: string | undefined): boolean {
  return typ === undefined || /^(?:jwt|(?:application\/)?at\+jwt)$/i.test(typ);
}

/** Claims of ID and logout tokens only (OpenID Connect Core §2, Back-Channel Logout §2.4). */
const otherTokensClaims = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];

/**
 * Refuses refresh, ID and logout tokens, clients' own tokens, key-bound ones (RFC 7800), and tokens
 * with which another party acts for the person (RFC 8693 §4.1; decision 56).
 */
function refuseOtherTokens(claims: Fields): void {
  const name = optionalText(claims, 'tokenName');
  if (name !== null && name !== 'access_token')
    throw new WireError('tokenName: not an access token');
  if (name === null && otherTokensClaims.some((claim) => claims[claim] !== undefined))
    throw new WireError('not an access token');
  // OpenAM's introspection says what kind of token it is in place of its type (contract §11).
  if (!/^(?:bearer|access_token)$/i.test(optionalText(claims, 'token_type') ?? 'bearer'))
    throw new WireError('token_type: not a bearer token');
  if (optionalText(claims, 'grant_type') === 'client_credentials')
    throw new WireError('grant_type: a client for itself');
  if ((claims['cnf'] ?? null) !== null) throw new WireError('cnf: bound to a key');
  if ((claims['act'] ?? null) !== null) throw new WireError('act: another party acts');
}

function refuseOtherTimes(claims: Fields, now: number): void {
  const latest = now + clockToleranceSeconds * 1000;
  for (const name of ['iat', 'nbf', 'auth_time']) {
    const time = secondsDate(claims, name);
    if (time !== null && time.getTime() > latest) throw new WireError(`${name}: in the future`);
  }
  const end = secondsDate(claims, 'exp');
  if (end !== null && end.getTime() < now - clockToleranceSeconds * 1000)
    throw new WireError('exp: past');
}

/** The audience of a token. Defaults to its client, which is the audience of AM's own tokens. */
function audiencesOf(answer: Fields): unknown[] {
  const { aud } = answer;
  if (Array.isArray(aud)) return aud;
  return [aud ?? optionalText(answer, 'client_id')];
}

/**
 * AM sends a person's name plainly or as `(usr!name)` in `sub`, and plainly in `subname`. Other
 * marks do not name people: a client that acts for itself is `(age!client)`, on OpenAM its bare
 * name.
 */
function subjectOf(claims: Fields): string {
  const subject = optionalText(claims, 'sub') ?? '';
  const name = nameIn(subject);
  if (name === '') throw new WireError('sub: missing');
  const isClient = ['client_id', 'azp'].some((one) => optionalText(claims, one) === subject);
  if (isClient || (name === subject && name.startsWith('(')))
    throw new WireError('sub: not a person');
  if ((optionalText(claims, 'subname') ?? name) !== name)
    throw new WireError('subname: another than sub');
  return name;
}

/** Returns the name in the subject of a person's token. */
export const nameIn = (subject: string): string => /^\(usr!(.+)\)$/.exec(subject)?.[1] ?? subject;

/** `client_id` (RFC 9068 §2.2, RFC 7662 §2.2), or `azp` (OpenID Connect Core §2). */
function clientIdOf(claims: Fields): string | null {
  const id = optionalText(claims, 'client_id') ?? optionalText(claims, 'azp');
  return id === null || id === '' ? null : id.slice(0, maxClientIdLength);
}

/** How the person signed in: RFC 9470 and OpenID Connect Core §2; `auth_level` is AM's own. */
const assuranceClaims = ['acr', 'amr', 'auth_level'] as const;

/** Returns each value of these claims as `acr=value`. */
export function assuranceOf(claims: Fields): string[] {
  return assuranceClaims.flatMap((name) => {
    const value = claims[name];
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values
      .filter((one) => typeof one === 'string' || typeof one === 'number')
      .map((one) => `${name}=${one}`);
  });
}

function scopesOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter((scope) => scope !== '');
  return Array.isArray(value) ? value.filter((scope) => typeof scope === 'string') : [];
}
