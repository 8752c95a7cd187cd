/** What the ledger reads from its records. */
import { Failure } from '../domain/failure.ts';
import type { HistoryPage, Ledger } from '../domain/ledger.ts';
import { limitUnder } from '../domain/limit-rules.ts';
import { levelInForce } from '../domain/threat-level.ts';
import { findChange } from './find-change.ts';
import { activity, history } from './history.ts';
import { insights } from './insights.ts';
import { reachedLimits } from './limits.ts';
import { noticesOf } from './notices.ts';
import type { Store } from './store.ts';
import type { LedgerThreats } from './threat-levels.ts';
import type { UnreadableChanges } from './unreadable.ts';

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
  'history' | 'activity' | 'insights' | 'findChange' | 'noticesOf' | 'reachedLimits' | 'problem'
> {
  const noted = async (reading: Promise<HistoryPage>): Promise<HistoryPage> => {
    const page = await reading;
    page.unreadable.forEach(unreadable.note);
    return page;
  };
  return {
    problem: () => store.check().then(() => null, failureOf),
    history: (query) => noted(store.readCostly((db) => history(db, query))),
    activity: (query) => noted(store.readCostly((db) => activity(db, query))),
    insights: (query) => store.readCostly((db) => insights(db, query)),
    findChange: (reference) => store.read((db) => findChange(db, reference, now())),
    noticesOf: (changes) => store.read((db) => noticesOf(db, changes)),
    reachedLimits: async (change, limits) => {
      const at = { realms: [change.target.realm], now: now() };
      const level = levelInForce(await threats.current(), at);
      const rules = limits.map((rule) => limitUnder(rule, level));
      return store.read((db) => reachedLimits(db, change, { limits: rules, now: now() }));
    },
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
