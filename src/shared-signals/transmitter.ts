import type { JsonWebKey } from 'node:crypto';
import { importJWK, SignJWT, type CryptoKey } from 'jose';
import type { KindFor, OutboxMessage } from '../domain/outbox/outbox.ts';
import type { SignalStream } from '../domain/outbox/signal-stream.ts';
import { claimsOf } from './event-claims.ts';
import { isSubjectProblem, subjectOf, type ReadContact, type SubjectProblem } from './subject.ts';

/** A private RSA key, and the name that signatures quote. */
export interface TransmitterKey {
  readonly kid: string;
  readonly jwk: JsonWebKey;
}

export interface TransmitterOptions {
  readonly issuer: string;
  readonly streams: readonly SignalStream[];
  readonly subjectIssuers: ReadonlyMap<string, string>;
  /** Reads mail addresses; null without a service credential. */
  readonly readContact: ReadContact | null;
  /** The keys in force: the first one signs, the public part of all is published. */
  readonly keys: () => readonly TransmitterKey[];
}

/** A signed SET, in compact form. */
export interface SignedSet {
  readonly kind: 'signed';
  readonly token: string;
}

/** Signs SETs. */
export class Transmitter {
  readonly issuer: string;
  readonly streams: readonly SignalStream[];
  readonly #options: TransmitterOptions;
  #imported: { readonly jwk: JsonWebKey; readonly key: Promise<CryptoKey | Uint8Array> } | null =
    null;

  constructor(options: TransmitterOptions) {
    this.issuer = options.issuer;
    this.streams = options.streams;
    this.#options = options;
  }

  /**
   * Returns the SET of a message, in compact form, or why it cannot be signed now or at all. Null
   * without a key.
   */
  async sign(
    { id, event }: Pick<OutboxMessage<KindFor<'stream'>>, 'id' | 'event'>,
    stream: SignalStream,
  ): Promise<SignedSet | SubjectProblem | null> {
    const [first] = this.#options.keys();
    if (first === undefined) return null;
    const subject = await subjectOf(event, { ...this.#options, stream });
    if (isSubjectProblem(subject)) return subject;
    const context = { issuer: this.issuer, audience: stream.audience, subject };
    const header = { alg: 'RS256', typ: 'secevent+jwt', kid: first.kid };
    const jwt = new SignJWT(claimsOf({ id, event }, context)).setProtectedHeader(header);
    return { kind: 'signed', token: await jwt.sign(await this.#keyOf(first)) };
  }

  /** Returns the public keys as a JWK set. */
  publicKeys(): { readonly keys: readonly object[] } {
    const keys = this.#options.keys().map(({ kid, jwk: { n, e } }) => ({
      kty: 'RSA',
      use: 'sig',
      alg: 'RS256',
      kid,
      n,
      e,
    }));
    return { keys };
  }

  #keyOf({ jwk }: TransmitterKey): Promise<CryptoKey | Uint8Array> {
    if (this.#imported?.jwk !== jwk) this.#imported = { jwk, key: importJWK(jwk, 'RS256') };
    return this.#imported.key;
  }
}
