import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isJsonObject, tryParseJson } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';

/** A parsed, unverified JSON web token (RFC 7519). */
export interface Jwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** The part that the signature covers. */
  readonly signed: string;
  readonly signature: Uint8Array;
}

/** Signs claims with RS256, as AM signs its client-based access tokens (contract §11). */
export function signJwt(claims: JsonObject, privateKey: KeyObject, kid: string): string {
  const header = encode({ typ: 'JWT', kid, alg: 'RS256' });
  const signed = `${header}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** Parses a token; undefined if it is not a JWT. */
export function readJwt(text: string): Jwt | undefined {
  const [first, second, third, ...more] = text.split('.');
  if (first === undefined || second === undefined || third === undefined || more.length > 0) {
    return undefined;
  }
  const header = decode(first);
  const claims = decode(second);
  return isJsonObject(header) && isJsonObject(claims)
    ? { header, claims, signed: `${first}.${second}`, signature: Buffer.from(third, 'base64url') }
    : undefined;
}

/** Whether a token is signed with RS256 by the holder of a key. Rejects `alg: none` and HMAC. */
export function isSignedBy(jwt: Jwt, publicKey: KeyObject): boolean {
  return (
    jwt.header['alg'] === 'RS256' &&
    verify('sha256', Buffer.from(jwt.signed), publicKey, jwt.signature)
  );
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): unknown {
  return tryParseJson(Buffer.from(part, 'base64url').toString());
}
