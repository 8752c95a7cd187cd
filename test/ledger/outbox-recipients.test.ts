/**
 * Recipients of a message, on both engines: each has its own delivery, and is then forgotten. Staff
 * send mail again that reached no one.
 */
import { describe, expect, test } from '@jest/globals';
import type { Delivery, OutboxMessage, Recipient } from '../../src/domain/outbox/outbox.ts';
import { dropMessage, listMessages, retryMessages } from '../../src/ledger/upkeep/outbox.ts';
import { aPerson, changeIn } from './builders.ts';
import { onLedger } from './stores.ts';

const on = onLedger(['mail', 'webhook:siem']);
const recipient = (name: string, kind: Recipient['kind'] = 'PERSON'): Recipient => ({
  kind,
  address: `${name}@example.com`,
  masked: `${name.slice(0, 2)}•••@e•••.com`,
  language: 'de',
  personName: 'Bob CANARY',
});
/** Its masked form is the same as that of `old`. */
const older = recipient('older');
const [bob, old, boss] = [recipient('bob'), recipient('old'), recipient('helen', 'MANAGER')];

const change = (id = 'bob'): Promise<string> => on.change({ target: aPerson({ id }) });
const addressOf = ({ recipient: to }: OutboxMessage): string => to?.address ?? '';
const addresses = (messages: readonly OutboxMessage[]): string[] => messages.map(addressOf);
const claim = async (channel = 'mail'): Promise<readonly OutboxMessage[]> => {
  const claimed = await on.ledger.outbox.claim(channel, 8);
  return claimed.toSorted((one, other) => (addressOf(one) < addressOf(other) ? -1 : 1));
};
/** Claims the only message that is due. */
async function claimOne(): Promise<OutboxMessage> {
  const [message, ...more] = await claim();
  if (message === undefined || more.length > 0) throw new Error('One message is due.');
  return message;
}
/** Settles every message that is due. */
async function settle(delivery: Delivery, channel = 'mail'): Promise<void> {
  for (const message of await claim(channel)) await on.ledger.outbox.settle(message, delivery);
}
const failed = { kind: 'failed', problem: 'SMTP_550' } as const;

/** Claims the message that waits for its recipients, and addresses it. */
async function address(...recipients: Recipient[]): Promise<OutboxMessage> {
  const claimed = await claim();
  const message = claimed.find((one) => one.recipient === null);
  if (message === undefined) throw new Error('No message waits for its recipients.');
  await on.ledger.outbox.settle(message, { kind: 'addressed', recipients });
  for (const other of claimed) if (other !== message) await on.ledger.outbox.release(other);
  return message;
}

/** Delivers mail to all but one of the recipients, who is given up. */
async function failAt({ address: at }: Recipient): Promise<void> {
  for (const message of await claim()) {
    const isAt = addressOf(message) === at;
    await on.ledger.outbox.settle(message, isAt ? failed : { kind: 'delivered' });
  }
}
const rows = () =>
  on.ledger.store.query((db) =>
    db.selectFrom('outbox_message').selectAll().where('channel', '=', 'mail').execute(),
  );
const firstRow = async () => (await on.ledger.store.query(listMessages)).find(isMail);
const isMail = ({ channel }: { readonly channel: string }): boolean => channel === 'mail';

test('a recipient that fails delays neither the others nor their next message', async () => {
  const ids = [await change(), await change()];
  await address(bob, boss);
  await address(boss, bob);

  const [toBob, toBoss] = await claim();
  if (toBob === undefined || toBoss === undefined) throw new Error('Both are due.');
  expect([changeIn(toBob), changeIn(toBoss)]).toEqual([ids[0], ids[0]]);
  await on.ledger.outbox.settle(toBob, { kind: 'retry', problem: 'SMTP_450' });
  await on.ledger.outbox.settle(toBoss, { kind: 'delivered' });
  const next = await claimOne();
  expect([addressOf(next), changeIn(next)]).toEqual([boss.address, ids[1]]);
  on.store.clock.now += 50_000;
  expect(addresses(await claim())).toEqual([bob.address]);
});

test('a recipient that is given up lets the next message go', async () => {
  await change();
  const second = await change();
  await address(bob);
  await address(bob);

  await on.ledger.outbox.settle(await claimOne(), failed);

  expect((await claim()).map(changeIn)).toEqual([second]);
  const { now } = on.store.clock;
  expect(await firstRow()).toMatchObject({ ...failedRow, ended_at: now });
});
const failedRow = { state: 'failed', problem: 'SMTP_550' };

const endings: Readonly<Record<string, (message: OutboxMessage) => Promise<unknown>>> = {
  delivered: (message) => on.ledger.outbox.settle(message, { kind: 'delivered' }),
  'given up': (message) => on.ledger.outbox.settle(message, failed),
  'given up after three days': (message) => {
    on.store.clock.now += 4 * 86_400_000;
    return on.ledger.outbox.settle(message, { kind: 'retry', problem: 'ETIMEDOUT' });
  },
  dropped: ({ id }) => dropMessage(on.ledger.store, id),
};
test.each(Object.entries(endings))('a message that was %s has no address', async (_how, end) => {
  await change();
  await address(bob);
  const message = await claimOne();
  expect(JSON.stringify(await rows())).toContain(bob.address);

  await end(message);

  const left = await rows();
  expect(left).toMatchObject([{ recipient: 'PERSON', masked: bob.masked, address: null }]);
  for (const canary of [bob.address, 'CANARY', '"de"'])
    expect(JSON.stringify(left)).not.toContain(canary);
});

describe('staff send again', () => {
  const statesOf = async (id: string): Promise<unknown[]> =>
    ((await on.ledger.noticesOf([id])).get(id) ?? [])
      .filter(isMail)
      .map(({ state, at }) => [state, at]);
  const at = (): string => new Date(on.store.clock.now).toISOString();
  const retried = { kind: 'retried', count: 1 };

  test('a message that was given up is due now, and its notice says since when', async () => {
    const [id, other] = [await change(), await change('alice')];
    on.store.clock.now += 1_000;
    await settle(failed);
    const before = at();
    on.store.clock.now += 60_000;

    expect(await on.ledger.retryNotice(id.toLowerCase())).toEqual(retried);

    expect(await statesOf(id)).toEqual([['waiting', at()]]);
    expect(await statesOf(other)).toEqual([['failed', before]]);
    expect((await claim()).map(changeIn)).toEqual([id]);
  });

  const drop = async (): Promise<void> => {
    for (const { id } of await claim()) await dropMessage(on.ledger.store, id);
  };
  test.each<readonly [string, () => Promise<unknown>]>([
    ['new', async () => undefined],
    ['being sent for the first time', () => claim()],
    ['delivered', () => settle({ kind: 'delivered' })],
    ['dropped', drop],
  ])('no message that is %s', async (_state, act) => {
    const id = await change();
    await act();
    const before = await statesOf(id);
    on.store.clock.now += 1_000;

    for (const reference of [id, 'none', '0000-0000-0000-0000', ''])
      expect(await on.ledger.retryNotice(reference)).toEqual({ kind: 'nothing' });
    expect(await statesOf(id)).toEqual(before);
  });

  test('to the second of two addresses that look the same when masked', async () => {
    const id = await change();
    await address(old, older);
    await failAt(older);

    expect(await on.ledger.retryNotice(id)).toEqual(retried);

    await address(old, older);
    expect(addresses(await claim())).toEqual([older.address]);
  });

  test('only to the recipient who was not reached; no other system gets it again', async () => {
    const id = await change();
    await address(bob, old);
    await failAt(old);
    await settle({ kind: 'failed', problem: 'HTTP_410' }, 'webhook:siem');

    expect(await on.ledger.retryNotice(id)).toEqual(retried);

    await address(bob, old);
    expect(addresses(await claim())).toEqual([old.address]);
    expect(await claim('webhook:siem')).toEqual([]);
  });
});

test('a retry of what was for the manager goes to no other address of the person', async () => {
  await change();
  await address(bob, boss);
  await failAt(boss);
  on.store.clock.now = Date.now();
  expect(await retryMessages(on.ledger.store, (await firstRow())?.id)).toBe(1);
  on.store.clock.now += 1_000;
  const next = recipient('next', 'MANAGER');
  await address(recipient('new'), next);

  expect(addresses(await claim())).toEqual([next.address]);
});
