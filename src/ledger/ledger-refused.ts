/** A ledger that cannot be opened as configured: one sentence for the operator, who must change something. */
export class LedgerRefused extends Error {
  override readonly name = 'LedgerRefused';
}
