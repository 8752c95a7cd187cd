import type { Deadline } from '../../am/deadline.ts';
import { Failure } from '../../domain/failure.ts';
import type { Ledger } from '../../domain/ledger.ts';

/**
 * The ledger as one request uses it. Questions end with the request. So does the wait for an outcome to be recorded, which
 * goes on behind the answer: the answer stands in any case. What is begun is waited for by `Recording`, which closes what
 * comes too late.
 */
export function ledgerInTime(ledger: Ledger, deadline: Deadline): Ledger {
  const inTime = <T>(asked: Promise<T>): Promise<T> => deadline.wait(asked, 'the ledger');
  return {
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
    openIntents: (query) => inTime(ledger.openIntents(query)),
    history: (query) => inTime(ledger.history(query)),
    activity: (query) => inTime(ledger.activity(query)),
    findChange: (id) => inTime(ledger.findChange(id)),
    problem: () => inTime(ledger.problem()),
    turns: ledger.turns,
  };
}
