import type { Deadline } from '../../am/index.ts';
import { Failure } from '../../domain/failure.ts';
import type { Ledger } from '../../domain/ledger.ts';

/**
 * The ledger as one request uses it: reads end with the request's deadline. `complete` stops
 * waiting at the deadline while the write goes on, because the answer does not depend on it.
 */
export function ledgerInTime(ledger: Ledger, deadline: Deadline): Ledger {
  const inTime = <T>(read: Promise<T>): Promise<T> => deadline.wait(read, 'the ledger');
  const { threats } = ledger;
  return {
    check: (intent, terms) => inTime(ledger.check(intent, terms)),
    reachedLimits: (change, limits) => inTime(ledger.reachedLimits(change, limits)),
    begin: (intent, terms) => ledger.begin(intent, terms),
    complete: async (id, outcome) => {
      const completed = ledger.complete(id, outcome);
      try {
        return await deadline.forLastLook().wait(completed, 'the ledger');
      } catch (error) {
        if (error instanceof Failure) return 'under way';
        throw error;
      }
    },
    refuse: (intent, code) => ledger.refuse(intent, code),
    search: (search, limits) => inTime(ledger.search(search, limits)),
    report: (step, limits) => ledger.report(step, limits),
    takeReport: (step) => ledger.takeReport(step),
    openIntents: (query) => inTime(ledger.openIntents(query)),
    history: (query) => inTime(ledger.history(query)),
    activity: (query) => inTime(ledger.activity(query)),
    insights: (query) => inTime(ledger.insights(query)),
    findChange: (reference) => inTime(ledger.findChange(reference)),
    noticesOf: (changes) => inTime(ledger.noticesOf(changes)),
    retryNotice: (reference) => ledger.retryNotice(reference),
    now: () => ledger.now(),
    problem: () => inTime(ledger.problem()),
    locks: ledger.locks,
    proofs: ledger.proofs,
    campaigns: ledger.campaigns,
    threats: threats && {
      current: () => inTime(threats.current()),
      set: (step) => threats.set(step),
    },
    approvals: ledger.approvals,
    pageSessions: ledger.pageSessions,
  };
}
