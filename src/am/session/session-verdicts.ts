import { hash, randomBytes } from 'node:crypto';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import { noDeadline, type Deadline } from '../foundation/deadline.ts';
import type { SessionFacts } from '../json/session.ts';
import { SingleFlight } from '../foundation/single-flight.ts';
import type { SessionToken } from '../foundation/credential.ts';
import type { UnknownCredentials } from './unknown-credentials.ts';

interface SessionVerdictsOptions {
  readonly lifetimeMs: number;
  /** The time of day, in which AM reports when a session ends. */
  readonly now: () => number;
  /** A monotonic clock for the age of verdicts. */
  readonly elapsed: () => number;
  readonly unknown: UnknownCredentials;
  readonly onLookup?: ((isHit: boolean) => void) | undefined;
}

/**
 * Keeps AM's positive verdicts on sessions, for at most the configured time and never past the
 * session's own end (design D8). Keys are hashes with a secret of the process, so that a heap dump
 * holds no token.
 */
export class SessionVerdicts {
  readonly #options: SessionVerdictsOptions;
  readonly #secret = randomBytes(32).toString('base64');
  readonly #verdicts: SingleFlight<SessionFacts | null>;

  constructor(options: SessionVerdictsOptions) {
    const { lifetimeMs, now, elapsed } = options;
    this.#options = options;
    this.#verdicts = new SingleFlight({
      max: 10_000,
      now: elapsed,
      onLookup: options.onLookup,
      until: (session, requestedAt) =>
        session === null
          ? -Infinity
          : Math.min(requestedAt + lifetimeMs, elapsed() + expiryOf(session) - now()),
    });
  }

  /**
   * The verdict on a token, at once if it is kept. `fresh` always calls AM, as mutations do
   * (security A13). Otherwise concurrent checks of one token share one call.
   */
  check(
    token: SessionToken,
    ask: () => Promise<SessionFacts | null>,
    { fresh, deadline = noDeadline }: { readonly fresh: boolean; readonly deadline?: Deadline },
  ): MaybePromise<SessionFacts | null> {
    const { lifetimeMs, elapsed, unknown } = this.#options;
    const notBefore = fresh ? Infinity : elapsed() - lifetimeMs;
    const key = this.keyOf(token);
    return this.#verdicts.get(key, () => unknown.check(key, ask), { notBefore, deadline });
  }

  forget(token: SessionToken): void {
    this.#verdicts.drop(this.keyOf(token), () => true);
  }

  /** The key of a caller within this process, for every kind of credential. */
  readonly keyOf = (token: SessionToken): string =>
    token.keyedBy((text) => hash('sha256', `${this.#secret}${text}`, 'base64'));
}

function expiryOf(session: SessionFacts): number {
  const ends = [session.idleExpiresAt, session.expiresAt].filter((date) => date !== null);
  return Math.min(...ends.map((date) => date.getTime()));
}
