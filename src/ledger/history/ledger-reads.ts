/** What the ledger reads from its records. */
import { Failure } from '../../domain/values/failure.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { HistoryPage } from '../../domain/ledger-ports/ledger-history.ts';
import { limitUnder } from '../../domain/rules/limit-rules.ts';
import { levelInForce } from '../../domain/threat/threat-level.ts';
import { lastCoverage } from '../coverage/coverages.ts';
import { findChange, findChanges } from '../intents/find-change.ts';
import { activity, history } from './history.ts';
import { insights } from './insights.ts';
import { reachedLimits } from '../intents/limits.ts';
import { noticesOf } from '../outbox/notices.ts';
import type { Store } from '../../store/store.ts';
import type { LedgerThreats } from '../security/threat-levels.ts';
import type { UnreadableChanges } from '../records/unreadable.ts';

interface ReadParts {
  readonly now: () => number;
  readonly threats: LedgerThreats;
  readonly unreadable: UnreadableChanges;
}

export function readsOf(
  store: Store,
  { now, threats, unreadable }: ReadParts,
): Pick<
  Ledger,
  | 'history'
  | 'activity'
  | 'insights'
  | 'coverage'
  | 'findChange'
  | 'findChanges'
  | 'noticesOf'
  | 'reachedLimits'
  | 'problem'
> {
  const noted = async (reading: Promise<HistoryPage>): Promise<HistoryPage> => {
    const page = await reading;
    page.unreadable.forEach(unreadable.note);
    return page;
  };
  return {
    problem: () => store.check().then(() => null, failureOf),
    history: (query) => noted(store.queryCostly((reading) => history(reading, query))),
    activity: (query) => noted(store.queryCostly((reading) => activity(reading, query))),
    insights: (query) => {
      const daysOfSlice = store.isShared ? query.days : 1;
      return store.queryCostly((reading) => insights(reading, query, { daysOfSlice }));
    },
    coverage: (query) => store.query((db) => lastCoverage(db, query)),
    findChange: (reference) => store.query((db) => findChange(db, reference, now())),
    findChanges: (ids) => store.query((db) => findChanges(db, ids)),
    noticesOf: (changes) => store.query((db) => noticesOf(db, changes)),
    reachedLimits: async (change, limits, realms) => {
      const at = { realms: [change.target.realm, ...realms], now: now() };
      const level = levelInForce(await threats.current(), at);
      const rules = limits.map((rule) => limitUnder(rule, level));
      return store.query((db) => reachedLimits(db, change, { limits: rules, now: now() }));
    },
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
