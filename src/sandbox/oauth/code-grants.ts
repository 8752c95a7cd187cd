import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Person } from '../people/person.ts';
import type { SecondFactor } from '../session/second-factors.ts';
import type { Service } from '../session/sessions.ts';

/** How a user signed in for a token. */
export interface TokenSignIn {
  /** The tree that `acr_values` requested; undefined without `acr_values`. */
  readonly acr: Service | undefined;
  readonly secondFactors: ReadonlySet<SecondFactor>;
}

/** A user's grant to a client, given by signing in. */
export interface PersonGrant {
  readonly realm: string;
  readonly client: string;
  readonly person: Person;
  readonly scopes: readonly string[];
  /** When the user signed in, in seconds of the callers' clock. */
  readonly authTime: number;
  readonly signIn: TokenSignIn;
  /** AM's session, which `connect/endSession` ends. */
  readonly sessionToken: string;
}

/**
 * A grant before its code is exchanged, and what the client has to prove (RFC 6749 §4.1.3, RFC
 * 7636).
 */
export interface PendingGrant extends PersonGrant {
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly nonce: string | undefined;
}

interface Kept<Value> {
  readonly value: Value;
  readonly endsAt: number;
}

/** AM's default lifetimes of a code and of a refresh token, in milliseconds. */
const codeLifetimeMs = 120_000;
const refreshLifetimeMs = 604_800_000;

/** Codes, refresh tokens and the sessions behind ID tokens, by their text. */
export class CodeGrants {
  readonly #clock: Clock;
  readonly #codes = new Map<string, Kept<PendingGrant>>();
  readonly #refreshTokens = new Map<string, Kept<PersonGrant>>();
  readonly #sessions = new Map<string, PersonGrant>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  openCode(value: PendingGrant): string {
    return this.#keep(this.#codes, value, codeLifetimeMs);
  }

  /** Returns the grant of a code and removes it: a code works once. */
  takeCode(code: string): PendingGrant | undefined {
    const found = this.#find(this.#codes, code);
    this.#codes.delete(code);
    return found;
  }

  openRefreshToken(value: PersonGrant): string {
    return this.#keep(this.#refreshTokens, value, refreshLifetimeMs);
  }

  findRefreshToken(token: string): PersonGrant | undefined {
    return this.#find(this.#refreshTokens, token);
  }

  /** Revokes a client's refresh token. Tokens of other clients stay valid (RFC 7009 §2.1). */
  revokeRefreshToken(token: string, client: string): void {
    if (this.findRefreshToken(token)?.client === client) this.#refreshTokens.delete(token);
  }

  /**
   * Returns a handle of AM's session for an ID token: AM's claim `org.forgerock.openidconnect.ops`.
   */
  handleOf(grant: PersonGrant): string {
    const handle = randomText();
    this.#sessions.set(handle, grant);
    return handle;
  }

  sessionOf(handle: unknown): string | undefined {
    return typeof handle === 'string' ? this.#sessions.get(handle)?.sessionToken : undefined;
  }

  /** Returns a grant by which a client has an ID token of a session. */
  ofSession(sessionToken: string, client: string): PersonGrant | undefined {
    const grants = [...this.#sessions.values()];
    return grants.find((one) => one.sessionToken === sessionToken && one.client === client);
  }

  clear(): void {
    this.#codes.clear();
    this.#refreshTokens.clear();
    this.#sessions.clear();
  }

  #keep<Value>(kept: Map<string, Kept<Value>>, value: Value, lifetimeMs: number): string {
    const text = randomText();
    kept.set(text, { value, endsAt: this.#clock.now() + lifetimeMs });
    return text;
  }

  #find<Value>(kept: ReadonlyMap<string, Kept<Value>>, text: string): Value | undefined {
    const found = kept.get(text);
    return found !== undefined && this.#clock.now() < found.endsAt ? found.value : undefined;
  }
}

function randomText(): string {
  return randomBytes(20).toString('base64url');
}
