import type { SignIn } from '../../domain/people/assurance.ts';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import type { SessionToken } from '../foundation/credential.ts';
import type { Deadline } from '../foundation/deadline.ts';
import { SingleFlight } from '../foundation/single-flight.ts';
import type { RealmSignIns } from '../json/sign-in.ts';

interface SessionSignInsOptions {
  /** How long the verdict on a session is kept. */
  readonly lifetimeMs: number;
  /** A monotonic clock. */
  readonly now: () => number;
  readonly keyOf: (token: SessionToken) => string;
}

/** How long the settings of a realm are kept: an administrator may change them. */
const realmLifetimeMs = 300_000;

/**
 * Keeps how sessions of OpenAM signed in, as long as the verdicts on the sessions, and the settings
 * of their realms. A session never changes how it signed in.
 */
export class SessionSignIns {
  readonly #options: SessionSignInsOptions;
  readonly #signIns: SingleFlight<SignIn | null>;
  readonly #realms: SingleFlight<RealmSignIns>;

  constructor(options: SessionSignInsOptions) {
    const { lifetimeMs, now } = options;
    this.#options = options;
    this.#signIns = new SingleFlight({
      max: 10_000,
      now,
      until: (signIn, at) => (signIn === null ? -Infinity : at + lifetimeMs),
    });
    this.#realms = new SingleFlight({ max: 1_000, now, until: (_, at) => at + realmLifetimeMs });
  }

  /** Returns how a session signed in, at once if it is kept; null if AM does not report it. */
  of(
    token: SessionToken,
    ask: () => Promise<SignIn | null>,
    deadline: Deadline,
  ): MaybePromise<SignIn | null> {
    return this.#signIns.get(this.#options.keyOf(token), ask, { deadline });
  }

  /** Returns how people of a realm sign in. */
  realmOf(realm: string, ask: () => Promise<RealmSignIns>): MaybePromise<RealmSignIns> {
    return this.#realms.get(realm, ask);
  }
}
