import { InvalidValue } from './problem.ts';
import type { Reader } from './readers.ts';

/** A private key (RFC 7517). */
export interface PrivateKey {
  readonly kty: string;
  readonly [member: string]: unknown;
}

/** A private key as a JWK with a `d` member; never quoted in a problem. */
export const jwk: Reader<PrivateKey> = (value) => {
  const key = parsed(value);
  if (typeof key === 'object' && key !== null && 'kty' in key && 'd' in key) {
    const { kty, ...rest } = key;
    if (typeof kty === 'string') return { ...rest, kty };
  }
  throw new InvalidValue('expected a private key as a JWK');
};

/** A key of at least 16 characters; never quoted in a problem. */
export const longSecret: Reader<string> = (value) => {
  if (value.length >= 16) return value;
  throw new InvalidValue('expected at least 16 characters');
};

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
