/** A product that signs proofs of identity. */
import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';

/** A key pair of a product. */
export interface Key {
  readonly kid: string;
  readonly signs: KeyObject;
  readonly jwk: JsonWebKey;
}

/** Creates a key pair. */
export function newKey(kid: string): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { kid, signs: privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid } };
}

/** Signs claims as a proof. */
export function signedBy(
  payload: JWTPayload,
  key: Key,
  typ = 'identity-proof+jwt',
): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ, kid: key.kid })
    .sign(key.signs);
}
