import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import type { Deadline } from './deadline.ts';

/** A session token of AM, or an access token. Prints as `[token]`, so that no log shows it. */
export class SessionToken {
  readonly #text: string;
  #key: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text, for one header of one call. */
  reveal(): string {
    return this.#text;
  }

  /** A hash of the text, computed once, for use as a key. */
  keyedBy(hash: (text: string) => string): string {
    this.#key ??= hash(this.#text);
    return this.#key;
  }

  toString(): string {
    return '[token]';
  }

  toJSON(): string {
    return '[token]';
  }
}

/**
 * Whether a text could be a token. AM's tokens are base64 or base64url with a few other characters
 * (`AQIC5w…*AAJTSQ…*`); anything else must not reach a header.
 */
export function isTokenText(text: string): boolean {
  return /^[A-Za-z0-9._*@=+/~-]{1,4096}$/.test(text);
}

/** What authorises a call to AM: a session or an OAuth access token. Both print as `[token]`. */
export interface Credential {
  readonly kind: 'session' | 'bearer';
  readonly token: SessionToken;
  /** How the gateway's own pages got this access token; absent for every other credential. */
  readonly pages?: PagesToken;
}

/** What the gateway itself knows about an access token of its pages. */
export interface PagesToken {
  readonly realm: string;
  /** When its person signed in, by the ID token; null if that does not say. */
  readonly signedInAt: Date | null;
  /** What the ID token says of the sign-in, as `acr=value`. */
  readonly assurance: readonly string[];
}

/** Where a credential comes from. */
export interface CredentialSource {
  /** @throws Failure if it cannot be issued */
  readonly get: (deadline: Deadline) => MaybePromise<Credential>;
  /** Replaces a credential that AM has refused with 401; absent for a caller's own. */
  readonly renew?: (refused: Credential, deadline: Deadline) => Promise<Credential>;
}

/** A caller's own session, forwarded as it is (design D1). */
export function ownSession(token: SessionToken): CredentialSource {
  const credential: Credential = { kind: 'session', token };
  return { get: () => credential };
}

/** A value that can be replaced while the process runs, such as a rotated secret. */
export interface Rotating<T> {
  readonly current: T;
  /** Reads the value again after `refused` was refused. Returns whether it has changed. */
  rereadAfter(refused: T): boolean;
}

/**
 * A client's id and secret for `Authorization`, each form-encoded (RFC 6749 §2.3.1). Encodes only
 * what it must: OpenAM does not decode them, so an encoded hyphen would name another client
 * (contract §11).
 */
export function clientBasic(clientId: string, clientSecret: string): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
