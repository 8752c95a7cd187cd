/** Reports of changes that their person does not recognise: recorded once, limited, taken once. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { createStore, noon, recordsOf, verifyAll, type TestStore } from './stores.ts';
import type { StoredLedger } from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;

beforeEach(async () => {
  store = await createStore();
  ledger = await store.open(['webhook:a', 'webhook:b'], ['change', 'report']);
});
afterEach(() => store.remove());

const bob = anActor({ id: 'bob', role: 'SELF' });
const limits = [{ most: 2, withinSeconds: 86_400 }];

async function change(about: Partial<Intent> = {}): Promise<string> {
  store.clock.now += 10_000;
  const id = idOf(await ledger.begin(anIntent(about), terms()));
  await ledger.complete(id, anOutcome(about.dryRun === true ? 'WOULD_RESET' : 'DONE'));
  return id;
}

const report = (id: string, actor = bob) =>
  ledger.report({ id, actor, correlationId: 'of-a-report' }, limits);
const take = (id: string, actor = anActor({ id: 'oscar' })) =>
  ledger.takeReport({ id, actor, correlationId: 'of-a-taking' });

test('a report is a record of its change in the chain, and every reader of the change sees it', async () => {
  const id = await change();

  expect(await report(id.toLowerCase().replaceAll('-', ''))).toMatchObject({
    kind: 'reported',
    change: { id, report: { actor: { id: 'bob' }, taken: null } },
  });

  const expected = { at: new Date(noon + 10_000).toISOString(), actor: bob, taken: null };
  expect((await ledger.findChange(id))?.report).toEqual(expected);
  const { changes } = await ledger.history({ realm: 'alpha', first: 10 });
  expect(changes.map((one) => [one.id, one.report])).toEqual([[id, expected]]);
  const records = await store.bare(recordsOf);
  expect(records.map(({ kind, change_id }) => [kind, change_id])).toEqual([
    ['intent', id],
    ['outcome', id],
    ['report', id],
  ]);
  expect((await store.bare(verifyAll)).broken).toBeNull();
});

test('a second report is the first one, also of several at once', async () => {
  const id = await change();

  const answers = await Promise.all([report(id), report(id), report(id)]);
  store.clock.now += 60_000;
  const later = await report(id);

  for (const answer of [...answers, later])
    expect(answer).toMatchObject({
      kind: 'reported',
      change: { report: { at: new Date(noon + 10_000).toISOString() } },
    });
  const kinds = (await store.bare(recordsOf)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'report')).toHaveLength(1);
});

test('a report is taken once; the first one to take it keeps it', async () => {
  const id = await change();
  expect(await take(id)).toEqual({ kind: 'no report' });
  await report(id);

  const first = await take(id);
  const second = await take(id, anActor({ id: 'hugo' }));

  for (const answer of [first, second])
    expect(answer).toMatchObject({
      kind: 'taken',
      change: { report: { taken: { actor: { id: 'oscar' } } } },
    });
  const kinds = (await store.bare(recordsOf)).map(({ kind }) => kind);
  expect(kinds).toEqual(['intent', 'outcome', 'report', 'taking']);
  expect((await store.bare(verifyAll)).broken).toBeNull();
});

test('dry runs, refused changes and unknown ones have no report', async () => {
  const tried = await change({ dryRun: true });
  store.clock.now += 10_000;
  await ledger.refuse(anIntent(), 'FORBIDDEN');
  const { changes } = await ledger.history({ realm: 'alpha', first: 1, refused: true });

  expect(await report(tried)).toEqual({ kind: 'not reportable' });
  expect(await report(changes[0]?.id ?? '')).toEqual({ kind: 'not reportable' });
  expect(await report('0000-0000-0000-0000')).toEqual({ kind: 'unknown change' });
  expect(await report('not a reference')).toEqual({ kind: 'unknown change' });
});

test('a person can report a few changes, and repeats do not count', async () => {
  const [one, two, three] = [await change(), await change(), await change()];
  await report(one);
  await report(one);
  await report(two);

  expect(await report(three)).toEqual({
    kind: 'limited',
    rule: 'reports: 2 in 86400 s',
    retryAfterSeconds: 86_400,
  });
  expect(await report(two)).toMatchObject({ kind: 'reported' });
  expect(await report(three, anActor({ id: 'ann', role: 'SELF' }))).toMatchObject({
    kind: 'reported',
  });
  store.clock.now += 86_400_000;
  expect(await report(await change())).toMatchObject({ kind: 'reported' });
});

test('the history lists open reports, or taken ones, in the order of the reports', async () => {
  const ids = [await change(), await change(), await change(), await change()] as const;
  const inBeta = await change({ target: aPerson({ realm: 'beta' }) });
  for (const [index, id] of [ids[2], ids[0], ids[1], inBeta].entries()) {
    store.clock.now += 1_000;
    await report(id, anActor({ id: `person-${index}`, role: 'SELF' }));
  }
  await take(ids[1]);
  const listed = async (query: object) => {
    const page = await ledger.history({ realm: 'alpha', first: 10, ...query });
    return page.changes.map(({ id }) => id);
  };

  expect(await listed({ report: 'OPEN' })).toEqual([ids[0], ids[2]]);
  expect(await listed({ report: 'TAKEN' })).toEqual([ids[1]]);
  expect(await listed({ report: 'OPEN', realm: 'beta' })).toEqual([inBeta]);
  expect(await listed({ report: 'OPEN', target: { id: 'ann' } })).toEqual([]);
  const first = await ledger.history({ realm: 'alpha', first: 1, report: 'OPEN' });
  expect(first.hasMore).toBe(true);
  const after = first.changes[0]?.cursor ?? '';
  expect(await listed({ report: 'OPEN', after })).toEqual([ids[2]]);
  // Everything is listed once without the filter.
  expect(await listed({})).toHaveLength(4);
  const { openReports } = await ledger.insights({ realm: 'alpha', sinceDay: 0 });
  const oldestAt = new Date(noon + 51_000).toISOString();
  expect(openReports).toEqual({ count: 2, oldestAt });
  await take(ids[2]);
  const later = await ledger.insights({ realm: 'alpha', sinceDay: 0 });
  expect(later.openReports).toEqual({
    count: 1,
    oldestAt: new Date(noon + 52_000).toISOString(),
  });
});

test('a report is an event once, for each channel', async () => {
  const id = await change();
  await report(id);
  await report(id);

  const [ofChange] = await ledger.outbox.claim('webhook:a', 8);
  if (ofChange !== undefined) await ledger.outbox.settle(ofChange, { kind: 'delivered' });
  const [ofReport, ...rest] = await ledger.outbox.claim('webhook:a', 8);

  expect(ofChange?.event.kind).toBe('change');
  expect(ofReport?.event).toMatchObject({
    kind: 'report',
    change: { id },
    report: { actor: { id: 'bob' } },
  });
  expect(rest).toEqual([]);
  expect((await ledger.outbox.claim('webhook:b', 8)).map(({ event }) => event.kind)).toEqual([
    'change',
  ]);
});
