import type { Ledger } from '../domain/ledger.ts';

/** The names of ledger operations in metrics and traces. */
export const ledgerOperations = [
  'check',
  'begin',
  'complete',
  'refuse',
  'search',
  'report',
  'read',
] as const;

/** A finished call to the ledger. */
export interface LedgerCall {
  readonly operation: (typeof ledgerOperations)[number];
  readonly isGood: boolean;
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface LedgerWatcher {
  readonly ended: (call: LedgerCall) => void;
  /** Called with where an outcome was stored. */
  readonly recorded?: (where: string) => void;
}

/** Returns a ledger that notifies a watcher of each call. */
export function watchedLedger(ledger: Ledger, { ended, recorded }: LedgerWatcher): Ledger {
  const timed = async <T>(
    operation: LedgerCall['operation'],
    act: () => Promise<T>,
  ): Promise<T> => {
    const startedAt = performance.now();
    let isGood = false;
    try {
      const result = await act();
      isGood = true;
      return result;
    } finally {
      ended({ operation, isGood, startedAt, endedAt: performance.now() });
    }
  };
  return {
    check: (intent, terms) => timed('check', () => ledger.check(intent, terms)),
    reachedLimits: (change, limits) => timed('read', () => ledger.reachedLimits(change, limits)),
    begin: (intent, terms) => timed('begin', () => ledger.begin(intent, terms)),
    complete: async (id, outcome) => {
      const where = await timed('complete', () => ledger.complete(id, outcome));
      recorded?.(where);
      return where;
    },
    refuse: (intent, code) => timed('refuse', () => ledger.refuse(intent, code)),
    search: (search, limits) => timed('search', () => ledger.search(search, limits)),
    report: (step, limits) => timed('report', () => ledger.report(step, limits)),
    takeReport: (step) => timed('report', () => ledger.takeReport(step)),
    openIntents: (query) => timed('read', () => ledger.openIntents(query)),
    history: (query) => timed('read', () => ledger.history(query)),
    activity: (query) => timed('read', () => ledger.activity(query)),
    insights: (query) => timed('read', () => ledger.insights(query)),
    findChange: (reference) => timed('read', () => ledger.findChange(reference)),
    noticesOf: (changes) => timed('read', () => ledger.noticesOf(changes)),
    retryNotice: (reference) => timed('report', () => ledger.retryNotice(reference)),
    now: () => ledger.now(),
    problem: () => ledger.problem(),
    locks: ledger.locks,
    proofs: ledger.proofs,
    campaigns: ledger.campaigns,
    threats: ledger.threats,
    approvals: ledger.approvals,
    pageSessions: ledger.pageSessions,
  };
}
