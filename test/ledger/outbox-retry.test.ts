/** Mail about a change that is sent again by staff, on both engines: what, how often, and again. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OutboxMessage, Recipient } from '../../src/domain/outbox.ts';
import { dropMessage } from '../../src/ledger/upkeep/outbox.ts';
import { anIntent, anOutcome, aPerson, changeIn, idOf, terms } from './builders.ts';
import { createStore, type StoredLedger, type TestStore } from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;

beforeEach(async () => {
  store = await createStore();
  ledger = await store.open(['mail', 'webhook:siem']);
});
afterEach(() => store.remove());

async function change(id = 'bob'): Promise<string> {
  const begun = await ledger.begin(anIntent({ target: aPerson({ id }) }), terms());
  await ledger.complete(idOf(begun), anOutcome());
  return idOf(begun);
}
const recipient = (name: string): Recipient => ({
  kind: 'PERSON',
  address: `${name}@example.com`,
  masked: `${name}•••@e•••.com`,
  language: 'en',
  personName: null,
});
const claim = (channel = 'mail'): Promise<readonly OutboxMessage[]> =>
  ledger.outbox.claim(channel, 8);
async function fail(problem = 'SMTP_550'): Promise<void> {
  for (const message of await claim())
    await ledger.outbox.settle(message, { kind: 'failed', problem });
}
async function address(...names: string[]): Promise<void> {
  const recipients = names.map(recipient);
  for (const message of await claim())
    await ledger.outbox.settle(message, { kind: 'addressed', recipients });
}
const statesOf = async (id: string): Promise<unknown[]> =>
  ((await ledger.noticesOf([id])).get(id) ?? [])
    .filter(({ channel }) => channel === 'mail')
    .map(({ state, at }) => [state, at]);
const at = (): string => new Date(store.clock.now).toISOString();

test('a message that was given up is due now, and its notice says since when', async () => {
  const [id, other] = [await change(), await change('alice')];
  await fail();
  const before = at();
  store.clock.now += 60_000;

  expect(await ledger.retryNotice(id.toLowerCase())).toEqual({ kind: 'retried', count: 1 });

  expect(await statesOf(id)).toEqual([['waiting', at()]]);
  expect(await statesOf(other)).toEqual([['failed', before]]);
  expect((await claim()).map((message) => changeIn(message))).toEqual([id]);
});

test('a message whose attempt failed is tried before its pause is over', async () => {
  const id = await change();
  for (const message of await claim())
    await ledger.outbox.settle(message, { kind: 'retry', problem: 'ESOCKET', afterMs: 60_000 });
  expect(await claim()).toEqual([]);

  expect(await ledger.retryNotice(id)).toEqual({ kind: 'retried', count: 1 });

  expect(await claim()).toHaveLength(1);
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['new', async () => undefined],
  ['being sent for the first time', () => claim()],
  [
    'delivered',
    async () => {
      for (const message of await claim())
        await ledger.outbox.settle(message, { kind: 'delivered' });
    },
  ],
  [
    'dropped',
    async () => {
      for (const { id } of await claim()) await ledger.store.read((db) => dropMessage(db, id));
    },
  ],
])('a message that is %s is not sent again', async (_state, act) => {
  const id = await change();
  await act();
  const before = await statesOf(id);
  store.clock.now += 1_000;

  expect(await ledger.retryNotice(id)).toEqual({ kind: 'nothing' });
  expect(await statesOf(id)).toEqual(before);
});

test('only the recipient who was not reached gets the mail again; no other system does', async () => {
  const id = await change();
  await address('bob', 'old');
  for (const message of await claim()) {
    const isOld = message.recipient?.address === 'old@example.com';
    await ledger.outbox.settle(
      message,
      isOld ? { kind: 'failed', problem: 'SMTP_550' } : { kind: 'delivered' },
    );
  }
  for (const message of await claim('webhook:siem'))
    await ledger.outbox.settle(message, { kind: 'failed', problem: 'HTTP_410' });

  expect(await ledger.retryNotice(id)).toEqual({ kind: 'retried', count: 1 });

  await address('bob', 'old');
  expect((await claim()).map((message) => message.recipient?.address)).toEqual(['old@example.com']);
  expect(await claim('webhook:siem')).toEqual([]);
});

test('five times an hour for each change, also after its recipients were found anew', async () => {
  const [id, other] = [await change(), await change('alice')];
  await fail();
  for (let time = 0; time < 5; time += 1) {
    expect((await ledger.retryNotice(id)).kind).toBe('retried');
    await address('bob');
    await fail();
    store.clock.now += 60_000;
  }

  expect(await ledger.retryNotice(id)).toEqual({
    kind: 'limited',
    rule: 'retries: 5 in 3600 s',
    retryAfterSeconds: 3_300,
  });
  expect((await statesOf(id)).map((one) => JSON.stringify(one))).toEqual([
    expect.stringContaining('failed'),
  ]);
  expect((await ledger.retryNotice(other)).kind).toBe('retried');
  store.clock.now += 3_299_000;
  expect((await ledger.retryNotice(id)).kind).toBe('limited');
  store.clock.now += 1_000;
  expect((await ledger.retryNotice(id)).kind).toBe('retried');
});

test('a change that does not exist has nothing to send', async () => {
  for (const reference of ['none', '0000-0000-0000-0000', ''])
    expect(await ledger.retryNotice(reference)).toEqual({ kind: 'nothing' });
});
