/**
 * A receiver's check of a SET, written from RFC 8417, SSF 1.0 and the CAEP interoperability
 * profile. It uses no code of the gateway and no JWT library.
 */
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { fieldAt, textAt } from '../support/json.ts';

/** What a receiver knows of a transmitter. */
export interface KnownTransmitter {
  readonly issuer: string;
  readonly audience: string;
  /** The JWK set, as it was fetched. */
  readonly keys: unknown;
}

/** A SET that was accepted. */
export interface AcceptedSet {
  readonly header: object;
  readonly claims: object;
  readonly jti: string;
  /** The URI of its only event, and the event. */
  readonly type: string;
  readonly event: object;
}

/** A refusal, with the error code of RFC 8935 §2.4. */
export class RefusedSet extends Error {
  readonly err: string;

  constructor(err: string, description: string) {
    super(description);
    this.err = err;
  }
}

/** Verifies a SET. @throws RefusedSet */
export function verifySet(token: string, known: KnownTransmitter): AcceptedSet {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const header = decoded(head);
  must(more.length === 0 && signature !== '', 'invalid_request', 'three parts');
  // SSF 1.0 §4.1.1: explicit typing. Profile §2.7: RS256.
  must(fieldAt(header, 'typ') === 'secevent+jwt', 'invalid_request', 'typ is secevent+jwt');
  must(fieldAt(header, 'alg') === 'RS256', 'invalid_key', 'alg is RS256');
  must(isSigned(`${head}.${body}`, signature, keyOf(header, known)), 'invalid_key', 'signature');
  const claims = decoded(body);
  must(fieldAt(claims, 'iss') === known.issuer, 'invalid_issuer', 'iss is that of the stream');
  must(fieldAt(claims, 'aud') === known.audience, 'invalid_audience', 'aud is the receiver');
  refuseWrongClaims(claims);
  const [[type, event] = ['', null], ...others] = Object.entries(objectAt(claims, 'events'));
  must(others.length === 0 && isObject(event), 'invalid_request', 'one event');
  return { header, claims, jti: textAt(claims, 'jti'), type, event: isObject(event) ? event : {} };
}

/** RFC 8417 §2.2, SSF 1.0 §3.1 and §4.1. */
function refuseWrongClaims(claims: object): void {
  for (const name of ['jti', 'iss', 'aud'])
    must(typeof fieldAt(claims, name) === 'string', 'invalid_request', `${name} is a text`);
  must(Number.isInteger(fieldAt(claims, 'iat')), 'invalid_request', 'iat is a number of seconds');
  must(Number(fieldAt(claims, 'iat')) <= Date.now() / 1_000 + 86_400, 'invalid_request', 'iat');
  for (const name of ['sub', 'exp'])
    must(!(name in claims), 'invalid_request', `there is no ${name}`);
  const subject = objectAt(claims, 'sub_id');
  const format = fieldAt(subject, 'format');
  // RFC 9493 §3.2.
  const membersOf = new Map<unknown, string[]>([
    ['iss_sub', ['iss', 'sub']],
    ['opaque', ['id']],
    ['email', ['email']],
  ]);
  const members = membersOf.get(format) ?? ['format?'];
  for (const name of members)
    must(typeof fieldAt(subject, name) === 'string', 'invalid_request', `sub_id has ${name}`);
}

function keyOf(header: object, { keys }: KnownTransmitter): JsonWebKey {
  const list = fieldAt(keys, 'keys');
  const found = Array.isArray(list)
    ? list.find((key: unknown) => fieldAt(key, 'kid') === fieldAt(header, 'kid'))
    : undefined;
  if (!isObject(found)) throw new RefusedSet('invalid_key', 'kid is one of the published keys');
  return { kty: textAt(found, 'kty'), n: textAt(found, 'n'), e: textAt(found, 'e') };
}

function isSigned(text: string, signature: string, jwk: JsonWebKey): boolean {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  must(
    (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048,
    'invalid_key',
    'at least 2048 bits',
  );
  return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

function must(holds: boolean, err: string, description: string): void {
  if (!holds) throw new RefusedSet(err, description);
}

function decoded(part: string): object {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  if (isObject(value)) return value;
  throw new RefusedSet('invalid_request', 'a JSON object');
}

function objectAt(value: unknown, name: string): object {
  const found = fieldAt(value, name);
  if (isObject(found)) return found;
  throw new RefusedSet('invalid_request', `${name} is an object`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
