import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { retryNotice } from '../outbox/outbox-retry.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import type { Store } from '../../store/store.ts';
import type { Writing } from '../../store/tables/handles.ts';
import { report, takeReport } from './reports.ts';

/** What people do about a recorded change, each step in a transaction of its own. */
export function reportsOf(
  store: Store,
  { outbox, now }: { readonly outbox: LedgerOutbox; readonly now: () => number },
): Pick<Ledger, 'report' | 'takeReport' | 'retryNotice'> {
  return {
    report: async (step, limits) => {
      const act = (writing: Writing) =>
        report(writing, { ...step, now: now() }, { limits, outbox });
      const { hasMessage = false, ...reported } = await store.append(act);
      if (hasMessage) outbox.notify();
      return reported;
    },
    takeReport: (step) => store.append((writing) => takeReport(writing, { ...step, now: now() })),
    retryNotice: async (reference) => {
      const retried = await store.append((writing) =>
        retryNotice(writing, { reference, now: now() }),
      );
      if (retried.kind === 'retried') outbox.notify();
      return retried;
    },
  };
}
