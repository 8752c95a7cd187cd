/** A change whose outcome was unclear, and that AM's lists have shown as done since. */
import { describe, expect, test } from '@jest/globals';
import { dayMs } from '../../src/domain/change/insights.ts';
import type { Outcome } from '../../src/domain/change/change-record.ts';
import { anActor, anOutcome, phone } from './builders.ts';
import { exportedFrom } from './ocsf-schema.ts';
import { noon, onLedger } from './stores.ts';

const on = onLedger([
  { name: 'webhook:a', kinds: ['change'] },
  { name: 'ssf:siem', kinds: ['credential-change'] },
]);

const bob = anActor({ id: 'bob', role: 'SELF' });
const gone: Outcome = {
  outcome: 'CONFIRMED',
  results: [
    {
      kind: 'OATH',
      outcome: 'CONFIRMED',
      proof: 'RECOVERY',
      problem: null,
      before: [phone],
      after: [],
    },
  ],
  sessionsEnded: null,
};
const settle = (id: string, outcome = gone) =>
  on.ledger.settle({ id, outcome, actor: bob, correlationId: 'of-a-check' });
const outcomesOf = async (outcome: 'UNKNOWN' | 'CONFIRMED') =>
  (await on.ledger.history({ realm: 'alpha', first: 10, outcome })).changes.map(({ id }) => id);
const messages = async (channel: string) => {
  const claimed = await on.ledger.outbox.claim(channel, 8);
  for (const message of claimed) await on.ledger.outbox.settle(message, { kind: 'delivered' });
  return claimed.map(({ event }) => event);
};

test('is a record in the chain, and every reader of the change sees it', async () => {
  const id = await on.change({}, 'UNKNOWN');
  const other = await on.change({}, 'UNKNOWN');
  const unclear = (await on.ledger.findChange(id))?.outcome;
  on.store.clock.now += dayMs;

  const settled = await settle(id.toLowerCase());

  const at = new Date(on.store.clock.now).toISOString();
  const expected = { outcome: { ...gone, at: unclear?.at }, settled: { at, unclear } };
  expect(settled).toMatchObject({ id, ...expected });
  expect(await on.ledger.findChange(id)).toMatchObject(expected);
  expect([await outcomesOf('UNKNOWN'), await outcomesOf('CONFIRMED')]).toEqual([[other], [id]]);
  const day = Math.floor(noon / dayMs);
  const { outcomes } = await on.ledger.insights({ realm: 'alpha', sinceDay: day, days: 2 });
  expect(outcomes).toEqual([
    { day, outcome: 'UNKNOWN', count: 1 },
    { day, outcome: 'CONFIRMED', count: 1 },
  ]);
  const exported = await on.store.bare(exportedFrom);
  expect(exported.at(-1)).toMatchObject({
    status_id: 1,
    status_code: 'CONFIRMED',
    time: Date.parse(at),
    unmapped: { settledAt: at, unclearOutcome: 'UNKNOWN' },
  });
  expect((await on.store.steps()).at(-1)).toBe('settlement CONFIRMED');
  expect((await on.store.verdict()).broken).toBeNull();
});

test('is reported like an outcome, and the first message stays as it was', async () => {
  const id = await on.change({}, 'UNKNOWN');
  await settle(id);

  const [first] = await messages('webhook:a');
  const [second, ...rest] = await messages('webhook:a');
  const signals = await messages('ssf:siem');

  expect(first).toMatchObject({ change: { id, settled: null, outcome: { outcome: 'UNKNOWN' } } });
  expect(second).toMatchObject({ change: { id, outcome: { outcome: 'CONFIRMED' } } });
  expect(rest).toEqual([]);
  expect(signals).toMatchObject([{ kind: 'credential-change', friendlyName: phone.name }]);
});

describe('is recorded once, and only of a change that', () => {
  test.each(['DONE', 'NOT_DONE', 'NOTHING_TO_RESET'] as const)(
    'was not unclear: %s stays',
    async (outcome) => {
      const id = await on.change({}, outcome);
      const before = await on.ledger.findChange(id);

      expect(await settle(id)).toEqual(before);

      expect(await on.store.steps()).toEqual(['intent', `outcome ${outcome}`]);
    },
  );

  test('has ended: one in progress, and an unknown one, have nothing to settle', async () => {
    const begun = await on.begin();
    const id = begun.kind === 'recorded' ? begun.id : '';

    expect(await settle(id)).toMatchObject({ outcome: null, settled: null });
    expect(await settle('7K3M-9QXT-2BW4-C0HJ')).toBeNull();

    expect(await on.store.steps()).toEqual(['intent']);
  });

  test('was not settled before', async () => {
    const id = await on.change({}, 'UNKNOWN');
    const first = await settle(id);
    on.store.clock.now += 1_000;

    const again = await settle(id);

    expect(again?.settled).toEqual(first?.settled);
    expect(await on.store.steps()).toHaveLength(3);
  });
});

test('a repeat of a settled change is answered by what is known now', async () => {
  const idempotencyKey = 'a-key';
  const begun = await on.begin({}, { idempotencyKey });
  const id = begun.kind === 'recorded' ? begun.id : '';
  await on.ledger.complete(id, anOutcome('UNKNOWN'));
  await settle(id);

  const again = await on.begin({}, { idempotencyKey, again: id });

  expect(again).toMatchObject({ kind: 'replay', outcome: { outcome: 'CONFIRMED' } });
});
