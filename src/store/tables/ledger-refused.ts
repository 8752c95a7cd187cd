/** The ledger cannot be opened as configured; the message says what the operator must change. */
export class LedgerRefused extends Error {
  override readonly name = 'LedgerRefused';
}

/** Another process has the file of the ledger open. */
export class LedgerInUse extends LedgerRefused {}
