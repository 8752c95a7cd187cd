import { createHash, generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly kid: string;
}

/** An RSA key pair. It is created at its first use, because that takes 100 ms. */
export class RsaKey {
  #pair: Pair | undefined;

  get privateKey(): KeyObject {
    return this.#made().privateKey;
  }

  get publicKey(): KeyObject {
    return this.#made().publicKey;
  }

  get kid(): string {
    return this.#made().kid;
  }

  /** Returns the private key as AIC provides it for a service account (RFC 7517). */
  privateJwk(): JsonWebKey {
    return { ...this.privateKey.export({ format: 'jwk' }), alg: 'RS256', kid: this.kid };
  }

  /** Returns the public key as `connect/jwk_uri` lists it (contract §11). */
  publicJwk(): JsonWebKey {
    const jwk = this.publicKey.export({ format: 'jwk' });
    return { ...jwk, kid: this.kid, use: 'sig', alg: 'RS256' };
  }

  #made(): Pair {
    this.#pair ??= makePair();
    return this.#pair;
  }
}

function makePair(): Pair {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  return { ...pair, kid: createHash('sha256').update(der).digest('base64url').slice(0, 27) };
}
