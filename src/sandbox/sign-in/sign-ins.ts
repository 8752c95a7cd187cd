import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Person } from '../people/person.ts';

/** The state of a sign-in by callbacks (contract §8, §18.3). */
export type SignInState =
  | { readonly step: 'credentials' }
  | { readonly step: 'choose'; readonly who: KnownPerson }
  | { readonly step: 'show'; readonly who: KnownPerson; readonly seedHex: string }
  | {
      readonly step: 'code';
      readonly who: KnownPerson;
      readonly attempt: number;
      /** The seed of a device that is being registered. */
      readonly seedHex?: string;
    }
  | { readonly step: 'emergency'; readonly who: KnownPerson };

/** A person whose name and password are checked, and the name as typed. */
export interface KnownPerson {
  readonly person: Person;
  readonly typed: string;
}

/** A sign-in that waits for its next page. */
export interface SignIn {
  readonly realm: string;
  readonly withSecondFactor: boolean;
  readonly state: SignInState;
}

const lifetimeMs = 5 * 60_000;

/** Open sign-ins by `authId`; each `authId` is valid once, for five minutes (contract §8). */
export class SignIns {
  readonly #clock: Clock;
  readonly #open = new Map<string, { readonly signIn: SignIn; readonly expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(signIn: SignIn): string {
    const header = Buffer.from('{"typ":"JWT","alg":"HS256"}').toString('base64url');
    const authId = `${header}.${randomBytes(40).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
    this.#open.set(authId, { signIn, expiresAt: this.#clock.now() + lifetimeMs });
    return authId;
  }

  take(authId: string): SignIn | 'expired' | 'unknown' {
    const found = this.#open.get(authId);
    if (found === undefined) return 'unknown';
    this.#open.delete(authId);
    return this.#clock.now() < found.expiresAt ? found.signIn : 'expired';
  }

  clear(): void {
    this.#open.clear();
  }
}
