/** The outbox on both engines: in order for each person, at least once, tried for three days. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Intent, Outcome } from '../../src/domain/change/change-record.ts';
import type { Delivery, OutboxMessage } from '../../src/domain/outbox/outbox.ts';
import {
  dropMessage,
  listMessages,
  retryMessages,
  switchOn,
} from '../../src/ledger/upkeep/outbox.ts';
import { changeIn, aPerson } from './builders.ts';
import { engine, noon, onLedger } from './stores.ts';

const on = onLedger(['webhook:a', 'webhook:b']);

const person = (id: string, realm = 'alpha') => ({ target: aPerson({ id, realm }) });
const claim = (channel = 'webhook:a', most = 8): Promise<readonly OutboxMessage[]> =>
  on.ledger.outbox.claim(channel, most);
/** Claims one message and settles it. */
async function settle(delivery: Delivery): Promise<OutboxMessage> {
  const [message] = await claim('webhook:a', 1);
  if (message === undefined) throw new Error('No message is due.');
  await on.ledger.outbox.settle(message, delivery);
  return message;
}
const changesOf = (messages: readonly OutboxMessage[]): string[] => messages.map(changeIn);
const failed = { kind: 'retry', problem: 'HTTP_503' } as const;

test.each<readonly [string, Partial<Intent>, Outcome['outcome'], boolean]>([
  ['a done change', {}, 'DONE', true],
  ['a change that was confirmed after a crash', {}, 'CONFIRMED', true],
  ['a change whose outcome is unknown', {}, 'UNKNOWN', true],
  ['a change that was not done', {}, 'NOT_DONE', false],
  ['a change with nothing to reset', {}, 'NOTHING_TO_RESET', false],
  ['a dry run', { dryRun: true }, 'WOULD_RESET', false],
  ['a dry run that ended in an unknown way', { dryRun: true }, 'UNKNOWN', false],
])('%s', async (_label, intent, outcome, isReported) => {
  await on.change(intent, outcome);

  expect(await claim()).toHaveLength(isReported ? 1 : 0);
});

test('messages about one person are sent in order; others do not wait', async () => {
  const [first, second] = [await on.change(person('bob')), await on.change(person('bob'))];
  const others = [await on.change(person('alice')), await on.change(person('bob', 'beta'))];

  const [bob, ...rest] = await claim();
  expect(changesOf([bob, ...rest].flatMap((one) => one ?? []))).toEqual(
    expect.arrayContaining([first, ...others]),
  );
  expect(rest).toHaveLength(2);
  expect(await claim()).toEqual([]);
  if (bob !== undefined) await on.ledger.outbox.settle(bob, { kind: 'delivered' });
  expect(changesOf(await claim())).toEqual([second]);
});

test('a person who is reached through two realms has one order', async () => {
  const entry = 'id=bob,ou=user';
  const first = await on.change({ target: aPerson({ id: 'bob', realm: 'alpha', entry }) });
  await on.change({ target: aPerson({ id: 'bob', realm: 'beta', entry }) });

  expect(changesOf(await claim())).toEqual([first]);
});

test('a message that was not settled is claimed again after its lease, with the same id', async () => {
  await on.change();
  const [before] = await claim();

  on.store.clock.now += 59_000;
  expect(await claim()).toEqual([]);
  on.store.clock.now += 2_000;
  const [again] = await claim();
  expect(again).toMatchObject({ id: before?.id, attempts: 2 });
});

test('concurrent claims never return one message twice', async () => {
  for (let index = 0; index < 20; index++) await on.change(person(`person${index}`));
  const other = engine === 'SQLite' ? on.ledger : await on.store.open();

  const claims = await Promise.all([claim(), other.outbox.claim('webhook:a', 8), claim()]);
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(8);
});

describe('a failed attempt', () => {
  /** Fails attempts until no message is due within an hour, and returns their pauses in seconds. */
  async function pausesOf(attempts: number, afterMs?: number): Promise<number[]> {
    const pauses = [];
    for (let attempt = 0; attempt < attempts; attempt++) {
      await settle({ ...failed, ...(afterMs !== undefined && { afterMs }) });
      const [row] = await on.ledger.store.query(listMessages);
      const due = (row?.due_at ?? 0) - on.store.clock.now;
      pauses.push(Math.round(due / 1_000));
      on.store.clock.now += due;
    }
    return pauses;
  }

  test('is repeated after pauses that double, up to a fifth longer by chance', async () => {
    await on.change();

    const pauses = await pausesOf(12);
    const least = [5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600];
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(least[index] ?? 0);
      expect(pause).toBeLessThanOrEqual((least[index] ?? 0) * 1.2);
    }
  });

  test('is given up after three days; later messages are sent then', async () => {
    const first = await on.change();
    const next = await on.change();
    // The first one is ten seconds older than the clock.
    for (const waited of [3 * 86_400_000 - 10_000, 7_200_000]) {
      on.store.clock.now += waited;
      expect(changeIn(await settle(failed))).toBe(first);
    }

    expect(changesOf(await claim())).toEqual([next]);
    const [row] = await on.ledger.store.query(listMessages);
    expect(row).toMatchObject({ state: 'failed', problem: 'HTTP_503' });
  });
});

test('a channel that is off gets nothing until an operator switches it on', async () => {
  const id = await on.change();
  await settle({ kind: 'off', problem: 'HTTP_410' });

  expect(await claim()).toEqual([]);
  expect(await claim('webhook:b')).toHaveLength(1);
  expect(await on.ledger.outbox.figures()).toEqual([
    { channel: 'webhook:a', waiting: 1, oldestMs: 0, isOff: true },
    { channel: 'webhook:b', waiting: 1, oldestMs: 0, isOff: false },
  ]);
  expect(await switchOn(on.ledger.store, 'webhook:c')).toBe(false);
  expect(await switchOn(on.ledger.store, 'webhook:a')).toBe(true);
  expect(changesOf(await claim())).toEqual([id]);
});

test('an operator drops one message and sends another one now', async () => {
  await on.change();
  const second = await on.change();
  const message = await settle(failed);
  expect(await claim()).toEqual([]);

  expect(await retryMessages(on.ledger.store, message.id)).toBe(1);
  // The command has the clock of the machine.
  on.store.clock.now = Date.now();
  expect(changesOf(await claim())).toEqual([changeIn(message)]);
  expect(await dropMessage(on.ledger.store, message.id)).toBe(true);
  expect(await dropMessage(on.ledger.store, message.id)).toBe(false);
  expect(changesOf(await claim())).toEqual([second]);
  expect(on.store.clock.now).toBeGreaterThan(noon);
});

test('a message whose event cannot be read is given up, and later ones are sent', async () => {
  const first = await on.change();
  const next = await on.change();
  await on.ledger.store.append(async (transaction) => {
    const unknown = sql`update outbox_message set kind = 'newer' where change_id = ${first}`;
    await unknown.execute(transaction);
  });

  expect(await claim()).toEqual([]);
  expect(changesOf(await claim())).toEqual([next]);
  const [row] = await on.ledger.store.query(listMessages);
  expect(row).toMatchObject({ change_id: first, state: 'failed', problem: 'RECORD_UNREADABLE' });
});
