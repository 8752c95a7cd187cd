import { createHash, randomBytes } from 'node:crypto';
import type { Seal } from '../../am/index.ts';
import type {
  EndedPageSessions,
  KeptPageSession,
  PageSessionOwner,
  PageSessions,
  RemovedPageSession,
} from '../../domain/people/page-session.ts';
import { asNumber, asText, listOf, objectOf, optional, orNull } from '../../domain/values/json.ts';

/** The tokens of a session. */
export interface PageTokens {
  readonly realm: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** For the sign-out at the issuer. */
  readonly idToken: string;
  /** Epoch milliseconds; null if unknown. */
  readonly expiresAt: number | null;
  /** When the person signed in, in epoch milliseconds; null if unknown. */
  readonly signedInAt: number | null;
  /** What the ID token says of the sign-in, as `acr=value`; absent in sessions of release 0.3. */
  readonly assurance?: readonly string[] | undefined;
  /** The hash of AM's cookie in the browser that signed in; null if it had none. */
  readonly amSession: string | null;
}

/** A valid session. */
export interface PageSession {
  readonly id: string;
  readonly tokens: PageTokens;
  readonly sealed: string;
  /**
   * Until when a process has claimed the renewal of the tokens, in epoch milliseconds; 0 without a
   * claim.
   */
  readonly claimedUntil: number;
}

/** The limits of a session (security D11), and the precision of its last use. */
const idleMs = 15 * 60_000;
const longestMs = 8 * 60 * 60_000;
const touchMs = 60_000;

/**
 * The allowed clock difference of two processes (security B8). A later time means that the clock
 * was set back.
 */
export const aheadMs = 60_000;

/** The name of the store in messages about an exceeded deadline. */
export const storeName = 'the session of the pages';

interface SessionKeepingOptions {
  readonly store: PageSessions;
  readonly seal: Seal;
  readonly now: () => number;
  /** How long a process may take to renew tokens before another one may. */
  readonly claimMs: number;
}

/**
 * The sessions of the pages with OAuth. The browser has a random string, the store its hash and the
 * sealed tokens, so sessions survive a restart and are shared by all processes on the store.
 */
export class SessionKeeping {
  readonly #options: SessionKeepingOptions;

  constructor(options: SessionKeepingOptions) {
    this.#options = options;
  }

  /** Starts a session. Its cookie is new at every sign-in, which prevents session fixation. */
  async begin(tokens: PageTokens, owner: PageSessionOwner): Promise<string> {
    const { store, now } = this.#options;
    const text = randomBytes(32).toString('base64url');
    const id = secretHash(text);
    const at = now();
    await store.removeOld(at - longestMs, at - idleMs);
    const sealed = await this.#seal(id, tokens, 0);
    await store.add({ ...owner, id, sealed, begunAt: at, usedAt: at });
    return text;
  }

  /** Returns the session of a cookie; null if it does not exist or has ended. */
  find(text: string): Promise<PageSession | null> {
    return this.#read(secretHash(text));
  }

  /** Reads a session again, which another process may have renewed or ended. */
  findAgain({ id }: PageSession): Promise<PageSession | null> {
    return this.#read(id);
  }

  /**
   * Claims the renewal of the tokens for this process; null if another process was first. A refresh
   * token may be valid only once, and a second use may count as theft.
   */
  async claim(session: PageSession): Promise<PageSession | null> {
    const { now, claimMs } = this.#options;
    if (session.claimedUntil > now()) return null;
    return this.#replace(session, session.tokens, now() + claimMs);
  }

  /** Stores the tokens of a claimed session and ends the claim; null if the session has ended. */
  keep(claimed: PageSession, tokens: PageTokens): Promise<PageSession | null> {
    return this.#replace(claimed, tokens, 0);
  }

  end({ id }: PageSession): Promise<void> {
    return this.#options.store.remove(id);
  }

  /** Ends sessions and returns their tokens, which are to be revoked. */
  async endAll(ended: EndedPageSessions): Promise<readonly PageTokens[]> {
    return this.tokensOf(await this.#options.store.take(ended));
  }

  /** Returns the tokens of removed sessions, except of those that another secret has sealed. */
  async tokensOf(removed: readonly RemovedPageSession[]): Promise<readonly PageTokens[]> {
    const { seal } = this.#options;
    const tokens = removed.map(({ id, sealed }) => seal.open(purposeOf(id), sealed, storedSession));
    return (await Promise.all(tokens)).filter((opened) => opened !== null);
  }

  /**
   * Acts once for a text such as the id of a token; returns false for a second time. The text is
   * stored for at least as long as a session that is not used.
   */
  async once(text: string, act: () => Promise<unknown>): Promise<boolean> {
    const { store, now } = this.#options;
    // No cookie has this id, because the hash of a cookie contains no space.
    const id = `once ${secretHash(text)}`;
    if ((await store.find(id)) !== null) return false;
    await act();
    const at = now();
    await store.add({ id, person: id, issuerSession: null, sealed: '', begunAt: at, usedAt: at });
    return true;
  }

  async #read(id: string): Promise<PageSession | null> {
    const { store, seal, now } = this.#options;
    const kept = await store.find(id);
    if (kept === null) return null;
    const at = now();
    const opened = await seal.open(purposeOf(id), kept.sealed, storedSession);
    if (opened === null || isOver(kept, at)) {
      await store.remove(id);
      return null;
    }
    if (at - kept.usedAt >= touchMs) await store.touch(id, at);
    const { claimedUntil = 0, ...tokens } = opened;
    return { id, tokens, sealed: kept.sealed, claimedUntil };
  }

  /** Returns null if the row has changed since it was read. */
  async #replace(
    { id, sealed: known }: PageSession,
    tokens: PageTokens,
    claimedUntil: number,
  ): Promise<PageSession | null> {
    const sealed = await this.#seal(id, tokens, claimedUntil);
    const isKept = await this.#options.store.replace(id, known, sealed);
    return isKept ? { id, tokens, sealed, claimedUntil } : null;
  }

  #seal(id: string, tokens: PageTokens, claimedUntil: number): Promise<string> {
    return this.#options.seal.seal(purposeOf(id), { ...tokens, claimedUntil });
  }
}

/** Whether a session has ended, or its age is unknown. */
function isOver({ begunAt, usedAt }: KeptPageSession, now: number): boolean {
  return now - begunAt >= longestMs || now - usedAt >= idleMs || usedAt - now > aheadMs;
}

/** Binds sealed tokens to their row: a copy in the row of another session is invalid. */
const purposeOf = (id: string): string => `session ${id}`;

/** Returns the hash by which the store knows a cookie. */
export const secretHash = (text: string): string =>
  createHash('sha256').update(text).digest('base64url');

const storedSession = objectOf<PageTokens & { readonly claimedUntil?: number }>({
  realm: asText,
  accessToken: asText,
  refreshToken: orNull(asText),
  idToken: asText,
  expiresAt: orNull(asNumber),
  signedInAt: orNull(asNumber),
  amSession: orNull(asText),
  assurance: optional(listOf(asText)),
  claimedUntil: optional(asNumber),
});
