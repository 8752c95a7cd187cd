/** Events are reported by what all gateways on a ledger have, whatever one of them has (G23). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboxEventKind } from '../../../src/domain/outbox/outbox.ts';
import { until } from '../../reliability/am-traffic.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from '../builders.ts';
import { createStore, noon, type StoredLedger, type TestStore } from '../stores.ts';

const day = 86_400_000;
const channel = 'webhook:a';

let store: TestStore;

beforeEach(async () => {
  store = await createStore('PostgreSQL');
});
afterEach(() => store.remove());

async function change(ledger: StoredLedger): Promise<string> {
  const id = idOf(await ledger.begin(anIntent(), terms()));
  await ledger.complete(id, anOutcome());
  return id;
}

/** How a gateway without channels records an event of each kind. */
const acts: Readonly<Partial<Record<OutboxEventKind, (ledger: StoredLedger) => Promise<unknown>>>> =
  {
    change,
    'credential-change': change,
    report: async (ledger) => {
      const id = await change(ledger);
      const actor = anActor({ id: 'bob', role: 'SELF' });
      const step = { id, actor, target: aPerson(), correlationId: 'c' };
      return ledger.report(step, []);
    },
    security: (ledger) =>
      ledger.threats?.set({
        realm: 'alpha',
        level: 'FROZEN',
        until: null,
        reason: 'a stolen account',
        actor: null,
        isFresh: false,
        correlationId: null,
      }) ?? Promise.reject(new Error('no threats')),
  };

describe.each(Object.entries(acts))('an event of the kind %s', (kind, act) => {
  test('is reported to the channel of another gateway', async () => {
    const has = await store.open([channel], ['change', 'credential-change', 'report', 'security']);
    const lacks = await store.open();

    await act(lacks);

    let found: readonly string[] = [];
    await until('it is reported', async () => {
      const messages = await has.outbox.claim(channel, 8);
      for (const message of messages) await has.outbox.settle(message, { kind: 'delivered' });
      found = [...found, ...messages.map(({ event }) => event.kind)];
      return found.includes(kind);
    });
    expect(found).toContain(kind);
  });
});

test('a gateway says which channels of the others it lacks', async () => {
  await store.open([channel]);
  expect(store.warnings).toEqual([]);

  await store.open(['mail']);

  expect(store.warnings).toEqual([
    'Other gateways on this ledger report to webhook:a, and this one does not. It records messages for them.',
  ]);
});

test('for a gateway that was not seen for a day no message is recorded', async () => {
  await store.open([channel]);
  store.clock.now = noon + day + 1_000;
  const lacks = await store.open();

  await change(lacks);

  expect(await lacks.outbox.claim(channel, 8)).toEqual([]);
});
