import type { SignIn } from '../../domain/people/assurance.ts';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import type { SessionToken } from '../foundation/credential.ts';
import type { Deadline } from '../foundation/deadline.ts';
import { SingleFlight } from '../foundation/single-flight.ts';
import type { ModuleTypes } from '../json/sign-in.ts';

interface SessionSignInsOptions {
  /** How long the verdict on a session is kept. */
  readonly lifetimeMs: number;
  /** A monotonic clock. */
  readonly now: () => number;
  readonly keyOf: (token: SessionToken) => string;
}

/** How long the modules of a realm are kept: an administrator may add one. */
const modulesLifetimeMs = 300_000;

/**
 * Keeps how sessions of OpenAM signed in, as long as the verdicts on the sessions, and the modules
 * of their realms. A session never changes how it signed in.
 */
export class SessionSignIns {
  readonly #options: SessionSignInsOptions;
  readonly #signIns: SingleFlight<SignIn | null>;
  readonly #modules: SingleFlight<ModuleTypes>;

  constructor(options: SessionSignInsOptions) {
    const { lifetimeMs, now } = options;
    this.#options = options;
    this.#signIns = new SingleFlight({
      max: 10_000,
      now,
      until: (signIn, at) => (signIn === null ? -Infinity : at + lifetimeMs),
    });
    this.#modules = new SingleFlight({ max: 1_000, now, until: (_, at) => at + modulesLifetimeMs });
  }

  /** Returns how a session signed in, at once if it is kept; null if AM does not report it. */
  of(
    token: SessionToken,
    ask: () => Promise<SignIn | null>,
    deadline: Deadline,
  ): MaybePromise<SignIn | null> {
    return this.#signIns.get(this.#options.keyOf(token), ask, { deadline });
  }

  /** Returns the modules of a realm, by name. */
  modulesOf(realm: string, ask: () => Promise<ModuleTypes>): MaybePromise<ModuleTypes> {
    return this.#modules.get(realm, ask);
  }
}
