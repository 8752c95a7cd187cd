import type { Ledger } from '../domain/ledger.ts';

/** A question to the ledger that has ended. */
export interface LedgerQuestion {
  readonly operation: 'begin' | 'complete' | 'refuse' | 'search' | 'read';
  readonly isGood: boolean;
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Told when a question to the ledger has ended. */
export interface LedgerWatcher {
  readonly ended: (question: LedgerQuestion) => void;
  /** Where an outcome went. */
  readonly recorded?: (where: string) => void;
}

/** A ledger that tells how long it took. */
export function watchedLedger(ledger: Ledger, { ended, recorded }: LedgerWatcher): Ledger {
  const timed = async <T>(
    operation: LedgerQuestion['operation'],
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
    begin: (intent, terms) => timed('begin', () => ledger.begin(intent, terms)),
    complete: async (id, outcome) => {
      const where = await timed('complete', () => ledger.complete(id, outcome));
      recorded?.(where);
      return where;
    },
    refuse: (intent, code) => timed('refuse', () => ledger.refuse(intent, code)),
    search: (search, limits) => timed('search', () => ledger.search(search, limits)),
    openIntents: (query) => timed('read', () => ledger.openIntents(query)),
    history: (query) => timed('read', () => ledger.history(query)),
    activity: (query) => timed('read', () => ledger.activity(query)),
    findChange: (id) => timed('read', () => ledger.findChange(id)),
    problem: () => ledger.problem(),
    turns: ledger.turns,
  };
}
