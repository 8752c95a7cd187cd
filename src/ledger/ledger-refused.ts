/** The ledger cannot be opened as configured; the message says what the operator must change. */
export class LedgerRefused extends Error {
  override readonly name = 'LedgerRefused';
}
