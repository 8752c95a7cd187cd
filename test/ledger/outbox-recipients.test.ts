/** Recipients of a message, on both engines: each has its own delivery, and is then forgotten. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OutboxMessage, Recipient } from '../../src/domain/outbox.ts';
import { dropMessage, listMessages, retryMessages } from '../../src/ledger/upkeep/outbox.ts';
import { anIntent, anOutcome, changeIn, aPerson, idOf, terms } from './builders.ts';
import { createStore, noon, type StoredLedger, type TestStore } from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;

beforeEach(async () => {
  store = await createStore();
  ledger = await store.open(['mail']);
});
afterEach(() => store.remove());

const recipient = (name: string, kind: Recipient['kind'] = 'PERSON'): Recipient => ({
  kind,
  address: `${name}@example.com`,
  masked: `${name.slice(0, 2)}•••@e•••.com`,
  language: 'de',
  personName: 'Bob CANARY',
});
const [bob, old, boss] = [recipient('bob'), recipient('old'), recipient('helen', 'MANAGER')];

async function change(id = 'bob'): Promise<string> {
  const intent = anIntent({ target: aPerson({ id }) });
  const begun = await ledger.begin(intent, terms({ idempotencyKey: randomUUID() }));
  await ledger.complete(idOf(begun), anOutcome());
  return idOf(begun);
}
const claim = async (): Promise<readonly OutboxMessage[]> => {
  const claimed = await ledger.outbox.claim('mail', 8);
  return claimed.toSorted((one, other) => (addressOf(one) < addressOf(other) ? -1 : 1));
};
const addressOf = ({ recipient: to }: OutboxMessage): string => to?.address ?? '';

/** Claims the message that waits for its recipients, and addresses it. */
async function address(...recipients: Recipient[]): Promise<OutboxMessage> {
  const claimed = await claim();
  const message = claimed.find((one) => one.recipient === null);
  if (message === undefined) throw new Error('No message waits for its recipients.');
  await ledger.outbox.settle(message, { kind: 'addressed', recipients });
  for (const other of claimed) if (other !== message) await ledger.outbox.release(other);
  return message;
}
const namesOf = (messages: readonly OutboxMessage[]): unknown[] => messages.map(addressOf);
const rows = () =>
  ledger.store.read((db) =>
    db.selectFrom('outbox_message').selectAll().orderBy('number').execute(),
  );

test('each recipient gets a message of its own, and the first keeps the id', async () => {
  const id = await change();
  const { id: first } = await address(bob, boss);

  const messages = await claim();
  expect(messages.map((message) => message.recipient)).toEqual([bob, boss]);
  expect(messages.map((message) => [changeIn(message), message.attempts])).toEqual([
    [id, 1],
    [id, 1],
  ]);
  expect(messages[0]?.id).toBe(first);
  expect(messages[1]?.id).not.toBe(first);
});

test('a recipient that fails delays neither the others nor their next message', async () => {
  const ids = [await change(), await change()];
  await address(bob, boss);
  await address(boss, bob);

  const firsts = await claim();
  expect(firsts.map((message) => changeIn(message))).toEqual([ids[0], ids[0]]);
  const [toBob, toBoss] = firsts;
  if (toBob === undefined || toBoss === undefined) throw new Error('Both are due.');
  await ledger.outbox.settle(toBob, { kind: 'retry', problem: 'SMTP_450' });
  await ledger.outbox.settle(toBoss, { kind: 'delivered' });
  const next = await claim();
  expect([namesOf(next), next.map((message) => changeIn(message))]).toEqual([
    [boss.address],
    [ids[1]],
  ]);
  store.clock.now += 50_000;
  expect(namesOf(await claim())).toEqual([bob.address]);
});

test('a recipient that is given up lets the next message go', async () => {
  await change();
  const second = await change();
  await address(bob);
  await address(bob);
  const [message] = await claim();
  if (message === undefined) throw new Error('A message is due.');

  await ledger.outbox.settle(message, { kind: 'failed', problem: 'SMTP_550' });

  expect((await claim()).map((one) => changeIn(one))).toEqual([second]);
  const [row] = await ledger.store.read(listMessages);
  expect(row).toMatchObject({ state: 'failed', problem: 'SMTP_550', ended_at: noon });
});

const endings: Readonly<Record<string, (message: OutboxMessage) => Promise<unknown>>> = {
  delivered: (message) => ledger.outbox.settle(message, { kind: 'delivered' }),
  'given up': (message) => ledger.outbox.settle(message, { kind: 'failed', problem: 'SMTP_550' }),
  'given up after three days': (message) => {
    store.clock.now += 4 * 86_400_000;
    return ledger.outbox.settle(message, { kind: 'retry', problem: 'ETIMEDOUT' });
  },
  dropped: ({ id }) => ledger.store.read((db) => dropMessage(db, id)),
};
test.each(Object.entries(endings))('a message that was %s has no address', async (_how, end) => {
  await change();
  await address(bob);
  const [message] = await claim();
  if (message === undefined) throw new Error('A message is due.');
  expect(JSON.stringify(await rows())).toContain(bob.address);

  await end(message);

  const left = await rows();
  expect(left).toMatchObject([{ recipient: 'PERSON', masked: bob.masked, address: null }]);
  for (const canary of [bob.address, 'CANARY', '"de"'])
    expect(JSON.stringify(left)).not.toContain(canary);
});

test('a message without recipients is given up', async () => {
  const id = await change();
  await address();

  expect(await ledger.noticesOf([id])).toEqual(
    new Map([[id, [expect.objectContaining({ state: 'failed', problem: 'NO_ADDRESS' })]]]),
  );
});

test('a retry of a message that was given up goes to no one who has got it', async () => {
  await change();
  await address(bob, old, boss);
  for (const message of await claim()) {
    const isOld = message.recipient?.address === old.address;
    await ledger.outbox.settle(
      message,
      isOld ? { kind: 'failed', problem: 'SMTP_550' } : { kind: 'delivered' },
    );
  }

  store.clock.now = Date.now();
  const [row] = await ledger.store.read(listMessages);
  expect(await ledger.store.read((db) => retryMessages(db, row?.id))).toBe(1);
  store.clock.now += 1_000;
  const next = recipient('new');
  const { id } = await address(bob, next, boss);

  const sent = await claim();
  expect([namesOf(sent), sent[0]?.id]).toEqual([[next.address], id]);
});

test('the notices of changes are read together, each with its state', async () => {
  const [first, second, third] = [await change(), await change('alice'), await change('carol')];
  await address(bob, boss);
  const message = (await claim()).find((one) => one.recipient?.address === bob.address);
  if (message === undefined) throw new Error('A message is due.');
  store.clock.now += 1_000;
  await ledger.outbox.settle(message, { kind: 'delivered' });

  const at = new Date(noon).toISOString();
  const ofChannel = { channel: 'mail', problem: null, state: 'waiting', at };
  expect(await ledger.noticesOf([first, second, 'none'])).toEqual(
    new Map([
      [
        first,
        [
          {
            ...ofChannel,
            recipient: { kind: 'PERSON', masked: bob.masked },
            state: 'delivered',
            at: new Date(noon + 1_000).toISOString(),
          },
          { ...ofChannel, recipient: { kind: 'MANAGER', masked: boss.masked } },
        ],
      ],
      [second, [{ ...ofChannel, recipient: null }]],
    ]),
  );
  expect(third).not.toBe(second);
  expect(await ledger.noticesOf([])).toEqual(new Map());
});
