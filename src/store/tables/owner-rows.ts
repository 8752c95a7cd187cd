/** Whose changes a ledger holds: those of a real AM, or of the sandbox, which happened nowhere. */
export type LedgerOwner = 'AM' | 'sandbox';

/** The owner of the ledger: one row, which is added once and never changed. */
export interface OwnerRow {
  readonly id: number;
  readonly owner: LedgerOwner;
}
