import type { Ledger } from '../domain/ledger.ts';
import { turnsOfOneProcess } from '../domain/turn.ts';

/** The ledger of `LEDGER=off`: lets every change through, and remembers none. Never used in production. */
export const unrecorded: Ledger = {
  begin: async () => ({ kind: 'unrecorded' }),
  complete: async () => 'lost',
  refuse: async () => undefined,
  search: async () => ({ kind: 'may be made' }),
  openIntents: async () => [],
  history: async () => ({ changes: [], hasMore: false }),
  activity: async () => ({ changes: [], hasMore: false }),
  findChange: async () => null,
  problem: async () => null,
  turns: turnsOfOneProcess,
};
