import { hash, randomBytes } from 'node:crypto';
import { noDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import type { SessionFacts } from '../json/session.ts';
import { SingleFlight } from '../single-flight.ts';
import type { SessionToken } from './session-token.ts';
import type { UnknownCredentials } from './unknown-credentials.ts';

/** How verdicts are kept. */
export interface SessionVerdictsOptions {
  readonly lifetimeMs: number;
  /** The time of day, by which AM tells when a session ends. */
  readonly now: () => number;
  /** A clock that is never set, by which verdicts grow old. */
  readonly elapsed: () => number;
  readonly unknown: UnknownCredentials;
  readonly asked?: ((isHit: boolean) => void) | undefined;
}

/**
 * Keeps AM's good verdicts on sessions, for at most the configured time and never past the session's own end
 * (design D8). Keys are hashes with a secret of the process, so that a heap dump holds no token.
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
      asked: options.asked,
      until: (session, askedAt) =>
        session === null
          ? -Infinity
          : Math.min(askedAt + lifetimeMs, elapsed() + endOf(session) - now()),
    });
  }

  /**
   * The verdict on a token. `fresh` always asks AM, as mutations do (security A13). Otherwise calls for one token
   * at one time share one question to AM.
   */
  check(
    token: SessionToken,
    ask: () => Promise<SessionFacts | null>,
    { fresh, deadline = noDeadline }: { readonly fresh: boolean; readonly deadline?: Deadline },
  ): Promise<SessionFacts | null> {
    const { lifetimeMs, elapsed, unknown } = this.#options;
    const notBefore = fresh ? Infinity : elapsed() - lifetimeMs;
    const key = this.keyOf(token);
    return this.#verdicts.get(key, () => unknown.check(key, ask), { notBefore, deadline });
  }

  /** Believes no longer in a session, which has been ended. */
  forget(token: SessionToken): void {
    this.#verdicts.drop(this.keyOf(token), () => true);
  }

  /** What a caller is known by within this process, whatever their credential is. */
  readonly keyOf = (token: SessionToken): string =>
    token.keyedBy((text) => hash('sha256', `${this.#secret}${text}`, 'base64'));
}

function endOf(session: SessionFacts): number {
  const ends = [session.idleExpiresAt, session.expiresAt].filter((date) => date !== null);
  return Math.min(...ends.map((date) => date.getTime()));
}
