import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Service } from '../session/sessions.ts';
import type { Person } from '../people/person.ts';

/** What a person has granted to a client by signing in. */
export interface PersonGrant {
  readonly realm: string;
  readonly client: string;
  readonly person: Person;
  readonly scopes: readonly string[];
  /** When the person signed in, in seconds of the callers' clock. */
  readonly authTime: number;
  /** The service that was asked for by `acr_values`; undefined when none was. */
  readonly acr: Service | undefined;
  /** AM's session, which `connect/endSession` ends. */
  readonly sessionToken: string;
}

/** A grant that waits for its client, with what the client has to prove (RFC 6749 §4.1.3, RFC 7636). */
export interface PendingGrant extends PersonGrant {
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly nonce: string | undefined;
}

interface Kept<Value> {
  readonly value: Value;
  readonly endsAt: number;
}

/** AM's own lifetimes of a code and of a refresh token, in milliseconds. */
const codeLifetimeMs = 120_000;
const refreshLifetimeMs = 604_800_000;

/** Codes, refresh tokens and the sessions behind ID tokens, by their text. */
export class CodeGrants {
  readonly #clock: Clock;
  readonly #codes = new Map<string, Kept<PendingGrant>>();
  readonly #refreshTokens = new Map<string, Kept<PersonGrant>>();
  readonly #sessions = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  openCode(value: PendingGrant): string {
    return this.#keep(this.#codes, value, codeLifetimeMs);
  }

  /** The grant of a code, which is good once. */
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

  /** Ends the refresh token of a client; another client's stays (RFC 7009 §2.1). */
  revokeRefreshToken(token: string, client: string): void {
    if (this.findRefreshToken(token)?.client === client) this.#refreshTokens.delete(token);
  }

  /** A handle of AM's session for an ID token: AM's claim `org.forgerock.openidconnect.ops`. */
  handleOf(sessionToken: string): string {
    const handle = randomText();
    this.#sessions.set(handle, sessionToken);
    return handle;
  }

  sessionOf(handle: unknown): string | undefined {
    return typeof handle === 'string' ? this.#sessions.get(handle) : undefined;
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
