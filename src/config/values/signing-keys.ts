import { createHash, createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isFields, parsed } from '../../domain/values/json.ts';
import { InvalidValue } from './problem.ts';
import { whole } from './reader.ts';

/** A private RSA key as a JWK with the name that signatures quote. */
export interface SigningKey {
  readonly kid: string;
  readonly jwk: JsonWebKey;
}

const leastBits = 2_048;
const expected = `expected RSA keys of at least ${leastBits} bits: a JWK set, or PEM blocks`;

/**
 * Private RSA keys: a JWK, a set of them, or PEM blocks (PKCS #8 or #1). The first key signs.
 * Problems do not quote them.
 */
export const signingKeys = whole((value): readonly SigningKey[] => {
  const given = value.startsWith('{') ? jwksIn(value) : pemsIn(value);
  const keys = given.map(signingKey);
  const names = new Set(keys.map(({ kid }) => kid));
  if (keys.length === 0) throw new InvalidValue(expected);
  if (names.size < keys.length) throw new InvalidValue('two keys have the same kid');
  return keys;
});

interface GivenKey {
  readonly kid?: unknown;
  readonly read: () => KeyObject;
}

function jwksIn(value: string): GivenKey[] {
  const given = parsed(value);
  const keys: unknown = isFields(given) && 'keys' in given ? given['keys'] : [given];
  if (!Array.isArray(keys)) throw new InvalidValue(expected);
  return keys.map((key: unknown) => ({
    kid: isFields(key) ? key['kid'] : undefined,
    read: () => createPrivateKey({ key: isFields(key) ? key : {}, format: 'jwk' }),
  }));
}

function pemsIn(value: string): GivenKey[] {
  const blocks = value.match(/-----BEGIN [A-Z ]+-----[^-]*-----END [A-Z ]+-----/g) ?? [];
  return blocks.map((pem) => ({ read: () => createPrivateKey(pem) }));
}

function signingKey({ kid, read }: GivenKey): SigningKey {
  const key = readOrRefuse(read);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < leastBits) throw new InvalidValue(expected);
  const jwk = key.export({ format: 'jwk' });
  return { kid: typeof kid === 'string' && kid !== '' ? kid : thumbprintOf(jwk), jwk };
}

function readOrRefuse(read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    // The cause may quote the key.
    throw new InvalidValue(expected);
  }
}

/** The thumbprint of a key (RFC 7638), so that a PEM keeps its name. */
function thumbprintOf({ e, n }: JsonWebKey): string {
  const members = JSON.stringify({ e, kty: 'RSA', n });
  return createHash('sha256').update(members).digest('base64url');
}
