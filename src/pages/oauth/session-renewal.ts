import { setTimeout as sleep } from 'node:timers/promises';
import type { OAuthProvider } from './oauth-provider.ts';
import type { PageSession, PageTokens, SessionKeeping } from './page-sessions.ts';

interface SessionRenewalOptions {
  readonly provider: OAuthProvider;
  readonly sessions: SessionKeeping;
  readonly now: () => number;
}

/** How long before its expiry an access token is renewed. */
const marginMs = 30_000;

/** How often a process checks whether another one has renewed tokens. */
const lookMs = 50;

/** Renews the tokens of sessions, each in one process at a time. */
export class SessionRenewal {
  readonly #options: SessionRenewalOptions;
  /** Renewals in progress in this process, by session. */
  readonly #renewals = new Map<string, Promise<PageSession | null>>();

  constructor(options: SessionRenewalOptions) {
    this.#options = options;
  }

  /** Returns a session with an access token that does not expire soon; null if it has ended. */
  async renewed(session: PageSession): Promise<PageSession | null> {
    if (!this.#isExpiring(session)) return session;
    const renewal = this.#renewals.get(session.id) ?? this.#renew(session);
    this.#renewals.set(session.id, renewal);
    return renewal;
  }

  #isExpiring({ tokens: { expiresAt } }: PageSession): boolean {
    return expiresAt !== null && expiresAt - marginMs <= this.#options.now();
  }

  /** Renews the tokens, or waits for the process that does. */
  async #renew(session: PageSession): Promise<PageSession | null> {
    const { sessions } = this.#options;
    try {
      let seen: PageSession | null = session;
      while (seen !== null && this.#isExpiring(seen)) {
        const claimed = await sessions.claim(seen);
        if (claimed !== null) return await this.#renewClaimed(claimed);
        await sleep(lookMs);
        seen = await sessions.findAgain(session);
      }
      return seen;
    } finally {
      this.#renewals.delete(session.id);
    }
  }

  async #renewClaimed(claimed: PageSession): Promise<PageSession | null> {
    const { provider, sessions } = this.#options;
    let tokens: PageTokens | null;
    try {
      tokens = await provider.renew(claimed.tokens);
    } catch (error) {
      // AM does not answer; the next request tries again.
      await sessions.keep(claimed, claimed.tokens);
      throw error;
    }
    if (tokens === null) {
      await sessions.end(claimed);
      return null;
    }
    const kept = (await sessions.keep(claimed, tokens)) ?? (await sessions.findAgain(claimed));
    // The session has ended during the renewal.
    if (kept === null) await provider.revoke(tokens);
    return kept;
  }
}
