/** Whose session of the pages it is. */
export interface PageSessionOwner {
  /** See `personKey`. */
  readonly person: string;
  /** The realm and `sid` of the session at the issuer; null if the ID token has no `sid`. */
  readonly issuerSession: string | null;
}

/** A stored session of the pages. Its content is encrypted. */
export interface KeptPageSession extends PageSessionOwner {
  /** The hash of the cookie's value. */
  readonly id: string;
  readonly sealed: string;
  /** Epoch milliseconds. */
  readonly begunAt: number;
  readonly usedAt: number;
}

/** A session that was removed from the store, with its sealed content. */
export type RemovedPageSession = Pick<KeptPageSession, 'id' | 'sealed'>;

/** The sessions to end. With an `issuerSession`, only those of that session at the issuer. */
export interface EndedPageSessions {
  /** Null if unknown. */
  readonly person: string | null;
  readonly issuerSession: string | null;
}

/** The store of page sessions, shared by all processes. Methods reject while it is unavailable. */
export interface PageSessions {
  /** Does nothing if the id is already stored. */
  add(session: KeptPageSession): Promise<void>;
  find(id: string): Promise<KeptPageSession | null>;
  /** Records the time of last use. */
  touch(id: string, usedAt: number): Promise<void>;
  /** Replaces the content if it is still `known`; returns false if another process changed it. */
  replace(id: string, known: string, sealed: string): Promise<boolean>;
  remove(id: string): Promise<void>;
  /**
   * Removes and returns sessions. A session without an `issuerSession` may be any of its person's,
   * so it ends with each of them.
   */
  take(ended: EndedPageSessions): Promise<readonly RemovedPageSession[]>;
  /** Removes sessions that started, or were last used, before the given times. */
  removeOld(begunBefore: number, usedBefore: number): Promise<void>;
}
