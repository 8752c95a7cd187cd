/** The kinds of record in a chain. A checkpoint stands for the records before it that were pruned. */
export type RecordKind = 'intent' | 'outcome' | 'refusal' | 'search' | 'checkpoint';

/**
 * One record: `body` is what counts and what is hashed. The other columns are copies out of it, by which records
 * are found; `verify` compares them. Truth values are 0 and 1, which both engines have.
 */
export interface RecordRow {
  readonly realm: string;
  /** The number in its realm's chain, from 1 and without a gap. */
  readonly number: number;
  readonly kind: RecordKind;
  /** The change that it belongs to; a checkpoint has an id of its own. */
  readonly change_id: string;
  readonly at: number;
  readonly actor: string | null;
  readonly person: string | null;
  readonly privileged: number | null;
  readonly effect: string | null;
  /** The kinds of device between bars: `|OATH|PUSH|`. */
  readonly kinds: string | null;
  readonly own: number | null;
  /** Whether limits count it: neither a dry run, nor the repeat of an unclear change, nor a refused search. */
  readonly counted: number | null;
  readonly key_hash: string | null;
  /** The outcome of an outcome, the code of a refusal or of a refused search. */
  readonly result: string | null;
  readonly body: string;
  readonly hash: string;
}

/** A session of the pages. It is no record: it is changed while it lasts, and removed. */
export interface PageSessionRow {
  readonly id: string;
  readonly sealed: string;
  readonly begun_at: number;
  readonly used_at: number;
}

/** The tables of the ledger, and the one that is beside it. */
export interface LedgerTables {
  readonly ledger_record: RecordRow;
  readonly page_session: PageSessionRow;
}
