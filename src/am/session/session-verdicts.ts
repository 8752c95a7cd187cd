import { hash, randomBytes } from 'node:crypto';
import type { Later } from '../../domain/later.ts';
import type { SessionFacts } from '../json/session.ts';
import type { SessionToken } from './session-token.ts';

const mostEntries = 10_000;

interface Entry {
  verdict: Later<SessionFacts | null>;
  until: number;
}

/** How verdicts are remembered. */
export interface SessionVerdictsOptions {
  readonly lifetimeMs: number;
  readonly now: () => number;
}

/**
 * Remembers what AM said of a session, for at most the configured time and never past the session's own
 * end (design D8). Keys are hashes with a secret of the process, so that a heap dump holds no token. Only good
 * verdicts stay.
 */
export class SessionVerdicts {
  readonly #options: SessionVerdictsOptions;
  readonly #secret = randomBytes(32).toString('base64');
  readonly #entries = new Map<string, Entry>();

  constructor(options: SessionVerdictsOptions) {
    this.#options = options;
  }

  /**
   * The verdict on a token. `fresh` asks AM whatever is remembered; mutations do so (security A13).
   * Calls for one token at one time share one question to AM.
   */
  check(
    token: SessionToken,
    ask: () => Promise<SessionFacts | null>,
    { fresh }: { readonly fresh: boolean },
  ): Later<SessionFacts | null> {
    const key = this.keyOf(token);
    const known = this.#entries.get(key);
    if (!fresh && known !== undefined && known.until > this.#options.now()) return known.verdict;
    return this.#remember(key, ask());
  }

  /** What a caller is remembered by within this process, by whatever they show. */
  readonly keyOf = (token: SessionToken): string =>
    token.keyedBy((text) => hash('sha256', `${this.#secret}${text}`, 'base64'));

  #remember(key: string, verdict: Promise<SessionFacts | null>): Promise<SessionFacts | null> {
    const entry: Entry = { verdict, until: this.#options.now() + this.#options.lifetimeMs };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > mostEntries && oldest.done !== true)
      this.#entries.delete(oldest.value);
    const forget = (): void => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    verdict.then((session) => {
      if (session === null) forget();
      else {
        entry.until = Math.min(entry.until, endOf(session));
        entry.verdict = session;
      }
    }, forget);
    return verdict;
  }
}

function endOf(session: SessionFacts): number {
  const ends = [session.idleExpiresAt, session.expiresAt].filter((date) => date !== null);
  return Math.min(...ends.map((date) => date.getTime()));
}
