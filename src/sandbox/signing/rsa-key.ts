import { createHash, generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

/** An RSA key pair of 2048 bits. */
export interface RsaKeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

interface NamedPair extends RsaKeyPair {
  readonly kid: string;
}

/** An RSA key pair. It is created at its first use, because that takes 100 ms. */
export class RsaKey {
  readonly #create: () => RsaKeyPair;
  #pair: NamedPair | undefined;

  constructor(create: () => RsaKeyPair) {
    this.#create = create;
  }

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

  #made(): NamedPair {
    this.#pair ??= named(this.#create());
    return this.#pair;
  }
}

/** Creates a key pair. */
export function createRsaKeyPair(): RsaKeyPair {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function named(pair: RsaKeyPair): NamedPair {
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  return { ...pair, kid: createHash('sha256').update(der).digest('base64url').slice(0, 27) };
}
