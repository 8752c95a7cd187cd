import type { RecordedChange } from '../../domain/change/change-record.ts';
import { isUnclear } from '../../domain/change/outcome-traits.ts';
import type { Settling } from '../../domain/ledger-ports/ledger.ts';
import { append, changeIdIn } from '../../store/records/chain.ts';
import { storedOutcome } from '../../store/kinds/parts/stored-outcome.ts';
import type { Store } from '../../store/store.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import { settledEvents } from '../outbox/outbox-events.ts';
import { readableChange } from '../records/changes.ts';

interface SettlementParts {
  readonly now: () => number;
  readonly outbox: LedgerOutbox;
}

/** Records that a change whose outcome was unclear is done, and reports it like its outcome. */
export async function settleChange(
  store: Store,
  settling: Settling,
  { now, outbox }: SettlementParts,
): Promise<RecordedChange | null> {
  const act = (writing: Writing) => settle(writing, { ...settling, now: now() }, outbox);
  const { change, hasMessage } = await store.append(act);
  if (hasMessage) outbox.notify();
  return change;
}

interface Settled {
  readonly change: RecordedChange | null;
  readonly hasMessage: boolean;
}

/** The first settlement stands. Only a change that ended without a clear outcome has one. */
async function settle(
  transaction: Writing,
  { id, outcome, now, actor, correlationId, clientCorrelationId }: Settling & { now: number },
  outbox: LedgerOutbox,
): Promise<Settled> {
  const change = await readableChange(transaction, changeIdIn(id) ?? '');
  const unclear = change?.outcome ?? null;
  if (change === null || unclear === null || !isUnclear(unclear.outcome))
    return { change, hasMessage: false };
  const { intent } = change;
  await append(
    transaction,
    { realm: intent.target.realm, change: change.id, now },
    {
      kind: 'settlement',
      outcome: storedOutcome(outcome, intent),
      actor,
      correlationId,
      ...(clientCorrelationId !== undefined && { clientCorrelationId }),
    },
  );
  const settled = {
    ...change,
    outcome: { ...outcome, at: unclear.at },
    settled: { at: new Date(now).toISOString(), unclear },
  };
  const events = { events: settledEvents(settled), about: intent.target, at: now };
  return { change: settled, hasMessage: await outbox.add(transaction, events) };
}
