/** Gateways whose clocks differ share the waits of a ledger (R45). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxMessage } from '../../src/domain/outbox/outbox.ts';
import { openLedger, type OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anIntent, anOutcome, idOf, terms } from './builders.ts';
import { createStore, engine, type TestStore } from './stores.ts';

const hour = 3_600_000;
const channels = [{ name: 'webhook:a', kinds: ['change'] }] as const;
const failed = { kind: 'retry', problem: 'HTTP_503' } as const;

let store: TestStore;
const opened: OpenLedger[] = [];

beforeEach(async () => {
  store = await createStore();
});
afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
  await store.remove();
});

/** Opens a ledger on a machine that has run for some time, and whose time of day may be wrong. */
async function open(machine: { ran: number; off: number }): Promise<OpenLedger> {
  const ledger = await openLedger(store.settings, {
    warn: () => undefined,
    channels,
    timeOfDay: () => Date.now() + machine.ran + machine.off,
    elapsed: () => performance.now() + machine.ran,
  });
  opened.push(ledger);
  return ledger;
}

async function change(ledger: OpenLedger): Promise<void> {
  await ledger.complete(idOf(await ledger.begin(anIntent(), terms())), anOutcome());
}

const claim = ({ outbox }: OpenLedger): Promise<readonly OutboxMessage[]> =>
  outbox.claim('webhook:a', 8);

test('after the time of day was set back, a notice waits twice its pause at most', async () => {
  const machine = { ran: 0, off: 0 };
  const ledger = await open(machine);
  await change(ledger);
  const [message] = await claim(ledger);
  if (message === undefined) throw new Error('no message is due');
  await ledger.outbox.settle(message, failed);

  machine.off = -hour;
  // The first pause is at most six seconds.
  machine.ran = 12_000;

  expect(await claim(ledger)).toHaveLength(1);
});

const onPostgres = engine === 'PostgreSQL' ? describe : describe.skip;

onPostgres('on PostgreSQL', () => {
  test.each([
    ['ahead', hour],
    ['behind', -hour],
  ])('a notice of a gateway whose clock is %s is sent by another one', async (_label, off) => {
    const [wrong, right] = [await open({ ran: 0, off }), await open({ ran: 0, off: 0 })];
    await change(wrong);

    expect(await claim(right)).toHaveLength(1);
    expect(Math.abs(wrong.now() - right.now())).toBeLessThan(60_000);
  });
});
