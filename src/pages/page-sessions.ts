import { createHash, randomBytes } from 'node:crypto';
import type { KeptPageSession, PageSessions } from '../domain/page-session.ts';
import type { Seal } from './seal.ts';

/** The tokens of somebody who is signed in to the pages. */
export interface PageTokens {
  readonly realm: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** For signing out at the issuer. */
  readonly idToken: string;
  /** Epoch milliseconds; null where the issuer does not say. */
  readonly expiresAt: number | null;
  /** When the person signed in, in epoch milliseconds; null where the issuer does not say. */
  readonly signedInAt: number | null;
}

/** A session that is good now. */
export interface PageSession {
  readonly id: string;
  readonly tokens: PageTokens;
  readonly sealed: string;
  /** Until when one process alone renews the tokens, in epoch milliseconds; 0 where none does. */
  readonly claimedUntil: number;
}

/** Ends of a session (security D11), and how exactly its last use is kept. */
const idleMs = 15 * 60_000;
const longestMs = 8 * 60 * 60_000;
const touchMs = 60_000;

/** How far the clocks of two processes may differ (security B8). A use that is later is of a time that was set back since. */
export const aheadMs = 60_000;

/** What sessions are kept with. */
export interface SessionKeepingOptions {
  readonly store: PageSessions;
  readonly seal: Seal;
  readonly now: () => number;
  /** How long a process may take to renew tokens; another one then takes its place. */
  readonly claimMs: number;
}

/**
 * Sessions of the pages by OAuth: the browser has a random text, the store its hash and the sealed tokens. They survive
 * a restart, and every process that shares the store knows them.
 */
export class SessionKeeping {
  readonly #options: SessionKeepingOptions;

  constructor(options: SessionKeepingOptions) {
    this.#options = options;
  }

  /** Begins a session; the text for its cookie is new at every sign-in, so that nobody can have planted it. */
  async begin(tokens: PageTokens): Promise<string> {
    const { store, now } = this.#options;
    const text = randomBytes(32).toString('base64url');
    const id = idOf(text);
    const at = now();
    await store.removeOld(at - longestMs, at - idleMs);
    await store.add({ id, sealed: await this.#seal(id, tokens, 0), begunAt: at, usedAt: at });
    return text;
  }

  /** The session of a cookie; null where there is none, or it has ended. */
  find(text: string): Promise<PageSession | null> {
    return this.#read(idOf(text));
  }

  /** The session as it is now, which another process may have renewed or ended. */
  findAgain({ id }: PageSession): Promise<PageSession | null> {
    return this.#read(id);
  }

  /**
   * Claims the tokens for this process to renew: a refresh token may be good once only, and who uses it twice may be taken
   * for a thief. Null where another process was first.
   */
  async claim(session: PageSession): Promise<PageSession | null> {
    const { now, claimMs } = this.#options;
    if (session.claimedUntil > now()) return null;
    return this.#replace(session, session.tokens, now() + claimMs);
  }

  /** Keeps the tokens of a claimed session, and gives the claim back; null where the session has ended meanwhile. */
  keep(claimed: PageSession, tokens: PageTokens): Promise<PageSession | null> {
    return this.#replace(claimed, tokens, 0);
  }

  end({ id }: PageSession): Promise<void> {
    return this.#options.store.remove(id);
  }

  async #read(id: string): Promise<PageSession | null> {
    const { store, seal, now } = this.#options;
    const kept = await store.find(id);
    if (kept === null) return null;
    const at = now();
    const opened = await seal.open(purposeOf(id), kept.sealed);
    const tokens = readTokens(opened);
    if (tokens === null || isOver(kept, at)) {
      await store.remove(id);
      return null;
    }
    if (at - kept.usedAt >= touchMs) await store.touch(id, at);
    return { id, tokens, sealed: kept.sealed, claimedUntil: readClaim(opened) };
  }

  /** Null where the row is no longer what this process knows. */
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

/** Whether a session has ended; one whose age nobody can tell has, too. */
function isOver({ begunAt, usedAt }: KeptPageSession, now: number): boolean {
  return now - begunAt >= longestMs || now - usedAt >= idleMs || usedAt - now > aheadMs;
}

/** Bound to its row, so that nobody who can write to the store can give a session to somebody else. */
const purposeOf = (id: string): string => `session ${id}`;

const idOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

function readTokens(value: unknown): PageTokens | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('realm' in value && 'accessToken' in value && 'idToken' in value)) return null;
  const { realm, accessToken, idToken } = value;
  if (typeof realm !== 'string' || typeof accessToken !== 'string') return null;
  if (typeof idToken !== 'string') return null;
  const refresh = 'refreshToken' in value ? value.refreshToken : null;
  const expires = 'expiresAt' in value ? value.expiresAt : null;
  const signedIn = 'signedInAt' in value ? value.signedInAt : null;
  return {
    realm,
    accessToken,
    idToken,
    refreshToken: typeof refresh === 'string' ? refresh : null,
    expiresAt: typeof expires === 'number' ? expires : null,
    signedInAt: typeof signedIn === 'number' ? signedIn : null,
  };
}

function readClaim(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('claimedUntil' in value)) return 0;
  return typeof value.claimedUntil === 'number' ? value.claimedUntil : 0;
}
