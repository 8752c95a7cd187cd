/** A public key as a JWK (RFC 7517): RSA, EC or OKP. */
export interface PublicJwk {
  readonly kty: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

/** A product that proves the identity of people who call, and signs its results. */
export interface Verifier {
  /** What records call it. */
  readonly name: string;
  /** The claim `iss` of its results. */
  readonly issuer: string;
  /** Its public keys. A signature by any of them counts. */
  readonly keys: readonly PublicJwk[];
}
