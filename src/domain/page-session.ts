/** A session of the pages as it is kept: what it holds is sealed, and its cookie is known by a hash. */
export interface KeptPageSession {
  /** The hash of the cookie's text. */
  readonly id: string;
  readonly sealed: string;
  /** Epoch milliseconds. */
  readonly begunAt: number;
  readonly usedAt: number;
}

/** Where sessions of the pages are kept for every process. Methods reject with a failure while it cannot be reached. */
export interface PageSessions {
  add(session: KeptPageSession): Promise<void>;
  find(id: string): Promise<KeptPageSession | null>;
  /** Notes that a session is in use. */
  touch(id: string, usedAt: number): Promise<void>;
  /** Puts other content in place of the known one; false where another process was first. */
  replace(id: string, known: string, sealed: string): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** Removes what began before one moment, or was last used before another. */
  removeOld(begunBefore: number, usedBefore: number): Promise<void>;
}
