/** Fills a ledger with many records, and times queries on it. */
import type { Intent } from '../../src/domain/change/change-record.ts';
import { dayMs } from '../../src/domain/change/insights.ts';
import { limitRules } from '../../src/domain/rules/limit-rules.ts';
import { reachedLimits } from '../../src/ledger/intents/limits.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { noHash, rowOf } from '../../src/store/records/record.ts';
import { findRepeat } from '../../src/ledger/records/repeats.ts';
import type { Store } from '../../src/store/store.ts';
import type { RecordRow } from '../../src/store/tables/tables.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from '../../test/ledger/builders.ts';
import { timeCalls } from './timing.ts';
import type { Times } from './timing.ts';

const hour = 3_600_000;

/** Rows per statement; SQLite limits the number of parameters. */
const batch = 500;

/** The number of users in the records, and of staff who act for them. */
const people = 50_000;
const staff = 200;

/** The default limits. The bench spreads its changes so that no limit is reached. */
export const limits = limitRules('HELP_DESK', {
  staff: [
    { most: 10, withinSeconds: 600 },
    { most: 60, withinSeconds: 86_400 },
  ],
  person: [{ most: 2, withinSeconds: 86_400 }],
  client: [],
  own: [],
  dryRuns: [],
  searches: [],
  reports: [],
});

/** Writes a complete chain of changes over two years; one in a thousand is unfinished. */
export async function fill(store: Store, records: number): Promise<void> {
  const start = Date.now() - 2 * 365 * 24 * hour;
  const step = (Date.now() - start) / records;
  let previous = noHash;
  let number = 0;
  while (number < records) {
    const rows: RecordRow[] = [];
    while (rows.length < batch && number < records) {
      const row = recordAt(number, { previous, at: start + number * step });
      previous = row.hash;
      number += 1;
      rows.push(row);
    }
    await store.append((transaction) =>
      transaction.insertInto('ledger_record').values(rows).execute(),
    );
  }
}

function recordAt(
  index: number,
  { previous, at }: { readonly previous: string; readonly at: number },
): RecordRow {
  const change = Math.floor(index / 2);
  const place = {
    realm: 'alpha',
    number: index + 1,
    change: `C-${change}`,
    at: new Date(at).toISOString(),
    previous,
  };
  if (index % 2 === 1 && change % 1000 !== 0) {
    return rowOf({ ...place, kind: 'outcome', outcome: anOutcome() });
  }
  if (index % 2 === 1) {
    const intent = intentOf(change);
    return rowOf({
      ...place,
      change: `R-${change}`,
      kind: 'refusal',
      intent,
      keyHash: null,
      code: 'FORBIDDEN',
    });
  }
  const again = null;
  return rowOf({
    ...place,
    kind: 'intent',
    intent: intentOf(change),
    keyHash: null,
    again,
    overrode: [],
  });
}

/** Spreads changes over users and staff, without a pattern that an index could use. */
export function intentOf(change: number): Intent {
  return anIntent({
    actor: anActor({ id: `staff-${(change * 7_919) % staff}` }),
    target: aPerson({ id: `person-${(change * 104_729) % people}` }),
    ticket: `INC-${change}`,
    dryRun: change % 5 === 1,
  });
}

/** Times each query. */
export async function timeQueries(
  store: Store,
  ledger: OpenLedger,
  times: number,
): Promise<Readonly<Record<string, Times>>> {
  const realm = 'alpha';
  const first = 20;
  const known = idOf(await ledger.begin(intentOf(4), terms({ limits, idempotencyKey: 'known' })));
  const now = Date.now();
  const yearAgo = new Date(now - 365 * 24 * hour);
  const [middle] = (await ledger.history({ realm, first: 1, until: yearAgo })).changes;
  if (middle === undefined) throw new TypeError('the ledger has no change of a year ago');
  const intentAt = (number: number): Intent => intentOf(number * 31 + 1);
  const request = { idempotencyKey: 'a-key', again: null, now };
  return {
    'history of a user': await timeCalls(times, (number) =>
      ledger.history({ realm, first, target: { id: intentAt(number).target.id } }),
    ),
    'history of an actor': await timeCalls(times, (number) =>
      ledger.history({ realm, first, actor: intentAt(number).actor }),
    ),
    'activity of an actor in two realms': await timeCalls(times, (number) =>
      ledger.activity({ realms: [realm, 'beta'], first, actor: intentAt(number).actor }),
    ),
    'history of a realm, from the middle': await timeCalls(times, () =>
      ledger.history({ realm, first, after: middle.cursor }),
    ),
    'changes of a ticket': await timeCalls(times, (number) =>
      ledger.history({ realm, first, ticket: `INC-${number * 31 + 1}` }),
    ),
    'insights of 30 days': await timeCalls(times, () =>
      ledger.insights({ realm, sinceDay: Math.floor(now / dayMs) - 29, days: 30 }),
    ),
    'one change by its number': await timeCalls(times, () => mustFind(ledger, known)),
    'repeats and limits': await timeCalls(times, (number) =>
      store.append(async (transaction) => {
        const intent = intentAt(number);
        await findRepeat(transaction, { ...request, intent });
        await reachedLimits(transaction, intent, { limits, now });
      }),
    ),
    begin: await timeCalls(times, (number) =>
      ledger.begin(intentOf(number * 31 + 2), terms({ limits, idempotencyKey: `key-${number}` })),
    ),
    'begin and complete': await timeCalls(times, async (number) => {
      const intent = intentOf(number * 31 + 3);
      const begun = await ledger.begin(
        intent,
        terms({ limits, idempotencyKey: `twice-${number}` }),
      );
      await ledger.complete(idOf(begun), anOutcome());
    }),
    'open changes of a month': await timeCalls(20, () =>
      ledger.openIntents({ before: new Date(now), after: new Date(now - 30 * 24 * hour) }),
    ),
    'all open changes': await timeCalls(5, () => ledger.openIntents({ before: new Date(now) })),
  };
}

async function mustFind(ledger: OpenLedger, id: string): Promise<void> {
  if ((await ledger.findChange(id)) === null) throw new TypeError(`change ${id} is not found`);
}
