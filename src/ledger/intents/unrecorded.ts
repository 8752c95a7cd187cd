import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { localLocks } from '../../domain/values/lock.ts';

const noChanges = { changes: [], unreadable: [], end: null, hasMore: false };

/** The ledger of `LEDGER=off`: permits every change, records nothing. Not for production. */
export const unrecorded: Ledger = {
  check: async () => ({ kind: 'clear' }),
  reachedLimits: async () => [],
  begin: async () => ({ kind: 'unrecorded' }),
  complete: async () => 'lost',
  refuse: async () => undefined,
  search: async () => ({ kind: 'may be made' }),
  report: async () => ({ kind: 'unknown change' }),
  takeReport: async () => ({ kind: 'no report' }),
  openIntents: async () => [],
  history: async () => noChanges,
  activity: async () => noChanges,
  insights: async () => ({
    requests: [],
    outcomes: [],
    refusals: [],
    limitedSearches: 0,
    openReports: { count: 0, oldestAt: null },
    registrations: { count: 0, medianSeconds: null },
    actors: [],
    people: [],
  }),
  coverage: async () => null,
  findChange: async () => null,
  findChanges: async () => new Map(),
  noticesOf: async () => new Map(),
  retryNotice: async () => ({ kind: 'nothing' }),
  now: () => Date.now(),
  problem: async () => null,
  locks: localLocks,
  proofs: null,
  campaigns: null,
  threats: null,
  approvals: null,
  pageSessions: null,
};
