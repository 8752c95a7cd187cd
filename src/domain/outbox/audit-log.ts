/** Records that follow the last written ones, in the order of their chains. */
export interface AuditPage {
  /** OCSF events as JSON, without line breaks. Empty if no record is an event. */
  readonly lines: readonly string[];
  /** The number of the last record of the page, by realm. */
  readonly through: ReadonlyMap<string, number>;
}

/** The records that are not written yet. */
export interface AuditFigures {
  readonly waiting: number;
  /** The age of the oldest one, in milliseconds; 0 if all are written. */
  readonly oldestMs: number;
}

/**
 * The records of the ledger in their order, for one process at a time, with the position of the
 * last written one. The first process that ever follows starts at the end of the ledger.
 */
export interface AuditTrail {
  /**
   * Returns the records to write next. Null if all are written, or if another process writes them.
   * @throws Failure `AUDIT_UNAVAILABLE`
   */
  next(): Promise<AuditPage | null>;
  /** Records that a page was written. A page that is not marked is returned again. */
  written(page: AuditPage): Promise<void>;
  /** Lets another process continue at once. */
  release(): Promise<void>;
  figures(): Promise<AuditFigures>;
}
