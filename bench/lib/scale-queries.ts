/** The queries of a gateway on a ledger that `scale-fill.ts` has filled, one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { dayMs } from '../../src/domain/change/insights.ts';
import type { Intent, RecordedChange } from '../../src/domain/change/change-record.ts';
import { reachedLimits } from '../../src/ledger/intents/limits.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { findRepeat } from '../../src/ledger/records/repeats.ts';
import type { Store } from '../../src/store/store.ts';
import { openChanges } from '../../src/ledger/upkeep/open-changes.ts';
import { verifyEnds } from '../../src/ledger/upkeep/verify.ts';
import { realmsOf } from '../../src/ledger/upkeep/walk.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from '../../test/ledger/builders.ts';
import { limits } from './full-ledger.ts';
import { timeCalls, timesOf, type Times } from './timing.ts';

const realm = 'alpha';
const first = 20;

/** One of the people whose records are complete: each has about a hundred. */
function person(number: number): string {
  return `p${(number * 37 * 100 + 7) % 200_000}`;
}

/** One of the staff whose records are complete. */
function staff(number: number): string {
  return `staff-${(number * 200 + 7) % 2_000}`;
}

function intentOf(number: number): Intent {
  const actor = anActor({ id: staff(number) });
  return anIntent({ actor, target: aPerson({ id: person(number) }), ticket: `INC-${number}` });
}

/** Keys that no earlier run has used. */
let used = Date.now() * 1_000;
function newKey() {
  used += 1;
  return terms({ idempotencyKey: `k-${used}` });
}

type Call = (number: number) => Promise<unknown>;

/** What a caller waits for, and what runs beside callers. */
export function scaleQueries(
  store: Store,
  ledger: OpenLedger,
): Readonly<Record<string, { readonly times: number; readonly call: Call }>> {
  const often = (call: Call) => ({ times: 300, call });
  const seldom = (call: Call) => ({ times: 5, call });
  const once = (call: Call) => ({ times: 1, call });
  const now = (): number => Date.now();
  const daysAgo = (days: number): Date => new Date(now() - days * dayMs);
  const found: RecordedChange[] = [];
  return {
    'history of a person': often(async (number) => {
      const page = await ledger.history({ realm, first, target: { id: person(number) } });
      found.push(...page.changes.slice(-1));
    }),
    'history of a person, by entry': often((number) => {
      const through = { entry: `uid=${person(number)},ou=people` };
      return ledger.history({ realm, first, target: { id: person(number), through } });
    }),
    'history of an actor': often((number) =>
      ledger.history({ realm, first, actor: anActor({ id: staff(number) }) }),
    ),
    'newest changes of a realm': often(() => ledger.history({ realm, first })),
    'refused changes of a realm': often(() => ledger.history({ realm, first, refused: true })),
    'changes of a ticket': often((number) =>
      ledger.history({ realm, first, ticket: found[number]?.intent.ticket ?? '' }),
    ),
    'a change by its reference': often((number) => ledger.findChange(found[number]?.id ?? '')),
    'a change by its key': often((number) =>
      ledger.findChange({ actor: anActor({ id: staff(number) }), idempotencyKey: `k-${number}` }),
    ),
    'limits, as `callerCan` reads them': often((number) =>
      ledger.reachedLimits(intentOf(number), limits, []),
    ),
    'repeats and limits under the lock': often((number) =>
      store.append(async (transaction) => {
        const intent = intentOf(number);
        const request = { intent, idempotencyKey: `k-${number}`, again: null, now: now() };
        await findRepeat(transaction, request);
        await reachedLimits(transaction, intent, { limits, now: now() });
      }),
    ),
    begin: often((number) => ledger.begin(intentOf(number), newKey())),
    'begin and complete': often((number) => recordChange(ledger, number)),
    'insights of 30 days': seldom(() =>
      ledger.insights({ realm, sinceDay: Math.floor(now() / dayMs) - 29, days: 30 }),
    ),
    'realms with records': seldom(() => store.query(realmsOf)),
    'ends of the chains, at start': seldom(() => verifyEnds(store, 1_000)),
    'open changes of a month, at start': once(() =>
      ledger.openIntents({ before: new Date(now()), after: daysAgo(30) }),
    ),
    'open changes of ten minutes, every two minutes': seldom(() =>
      ledger.openIntents({ before: new Date(now()), after: daysAgo(10 / 1_440) }),
    ),
    'all open changes (`ledger open`)': once(() => store.query((db) => openChanges(db))),
  };
}

/** Times each query; a query that fails has the reason instead. */
export async function timeScaleQueries(
  store: Store,
  ledger: OpenLedger,
): Promise<Readonly<Record<string, Times | string>>> {
  const figures: Record<string, Times | string> = {};
  for (const [what, { times, call }] of Object.entries(scaleQueries(store, ledger))) {
    try {
      if (times > 100) await timeCalls(times, call);
      figures[what] = await timeCalls(times, call);
    } catch (error) {
      figures[what] = error instanceof Error ? error.message : String(error);
    }
  }
  return figures;
}

async function recordChange(ledger: OpenLedger, number: number): Promise<void> {
  await ledger.complete(idOf(await ledger.begin(intentOf(number), newKey())), anOutcome());
}

/** Records changes, one after the other, while something else goes on. */
export async function recordBeside(ledger: OpenLedger, work: Promise<unknown>): Promise<Times> {
  const ended = new AbortController();
  const done = work.finally(() => ended.abort());
  const durations: number[] = [];
  for (let number = 0; !ended.signal.aborted; number += 1) {
    const started = performance.now();
    await recordChange(ledger, number);
    durations.push(performance.now() - started);
    await sleep(20);
  }
  await done;
  return timesOf(durations);
}

/** The time of the oldest record, in milliseconds. */
export async function oldestRecord(store: Store): Promise<number> {
  const row = await store.query((db) =>
    db
      .selectFrom('ledger_record')
      .select('at')
      .where('realm', '=', realm)
      .orderBy('number')
      .limit(1)
      .executeTakeFirstOrThrow(),
  );
  return row.at;
}

/** The size of the records and of their indexes, in bytes. */
export async function sizesOf(
  store: Store,
): Promise<{ readonly heap: number; readonly indexes: number }> {
  const { rows } = await store.query((db) =>
    sql<{ heap: number; indexes: number }>`select pg_table_size('ledger_record') as heap,
      pg_indexes_size('ledger_record') as indexes`.execute(db),
  );
  return rows[0] ?? { heap: 0, indexes: 0 };
}
