import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { JsonObject } from '../http/json.ts';

/** The subject of a token: a person, the client itself, or a service account (contract §11). */
export type Subject = 'person' | 'client' | 'service account';

/** The grant of an access token. */
export interface AccessToken {
  readonly realm: string;
  readonly subject: Subject;
  readonly scopes: ReadonlySet<string>;
  /** The claims of a JWT; introspection returns them, too. */
  readonly claims: JsonObject;
  /** The claims that were requested by name. OpenAM's introspection returns few others. */
  readonly named: JsonObject;
}

/** Access tokens of every kind by their text. They expire by the sandbox's clock. */
export class AccessTokens {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, { readonly token: AccessToken; readonly endsAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Stores a token. An opaque token has 27 characters, as in AM. */
  keep(token: AccessToken, lifetimeSeconds: number, jwt?: string): string {
    const text = jwt ?? randomBytes(20).toString('base64url');
    this.#tokens.set(text, { token, endsAt: this.#clock.now() + lifetimeSeconds * 1000 });
    return text;
  }

  /** Returns the token of a text; undefined if it is unknown or has expired. */
  find(text: string): AccessToken | undefined {
    const found = this.#tokens.get(text);
    return found !== undefined && this.#clock.now() < found.endsAt ? found.token : undefined;
  }

  /** Returns the remaining lifetime for introspection. */
  secondsLeft(text: string): number {
    const endsAt = this.#tokens.get(text)?.endsAt ?? 0;
    return Math.max(0, Math.floor((endsAt - this.#clock.now()) / 1000));
  }

  clear(): void {
    this.#tokens.clear();
  }
}
