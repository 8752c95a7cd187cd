import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Person } from '../people/person.ts';
import type { SecondFactor } from '../session/second-factors.ts';

/** The state of a sign-in by callbacks (contract §8, §18.3). */
export type SignInState =
  | { readonly step: 'credentials' }
  | { readonly step: 'choose'; readonly who: KnownPerson }
  /** The field for a setup code; OpenAM’s page has no prompt of the gateway. */
  | { readonly step: 'setupCode'; readonly who: KnownPerson; readonly prompt: string | null }
  | { readonly step: 'show'; readonly who: KnownPerson; readonly seedHex: string }
  | {
      readonly step: 'code';
      readonly who: KnownPerson;
      readonly attempt: number;
      /** The seed of the device to register. */
      readonly seedHex?: string;
    }
  | { readonly step: 'emergency'; readonly who: KnownPerson }
  /** A scripted module of OpenAM, before its script has run. */
  | { readonly step: 'identify' }
  | {
      readonly step: 'push';
      readonly who: KnownPerson;
      readonly push: string;
      readonly challenge: string | null;
    };

/** A user whose password was verified, and the name as typed. */
export interface KnownPerson {
  readonly person: Person;
  readonly typed: string;
}

/** A sign-in that waits for its next page. */
export interface SignIn {
  readonly realm: string;
  readonly withSecondFactor: boolean;
  /** The journey for a proof of identity; absent for a sign-in. */
  readonly journey?: 'push' | 'code';
  readonly state: SignInState;
}

/** The outcome of one step of a sign-in. */
export type StepOutcome =
  /** Another page. `filled` is the initial value of its first input. */
  | { readonly kind: 'ask'; readonly state: SignInState; readonly filled?: string }
  | { readonly kind: 'refused'; readonly message: string; readonly status?: 401 | 500 }
  | { readonly kind: 'done'; readonly who: KnownPerson; readonly factors: readonly SecondFactor[] };

const lifetimeMs = 5 * 60_000;

/** Pending sign-ins by `authId`. An `authId` is valid once, for five minutes (contract §8). */
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
