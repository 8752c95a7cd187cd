/** Security events as messages: a flood is bounded, and no event is lost silently (G20). */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { OutboxMessage, SecurityMessage } from '../../src/domain/outbox/outbox.ts';
import { securityEventTypes } from '../../src/domain/outbox/security-event.ts';
import { anActor, anIntent, aPerson, idOf, terms } from './builders.ts';
import { onLedger } from './stores.ts';
import { readFileSync } from 'node:fs';
import { fieldAt } from '../support/json.ts';
import { until } from '../reliability/am-traffic.ts';

const hourMs = 3_600_000;
const on = onLedger(['webhook:siem'], ['security']);
/** Closes the ledger, which stores what it has collected, and opens it again. */
const reopen = (): Promise<void> => on.reopen(['webhook:siem'], ['security']);

/** A second reset of a person within a day, which is a security event; not a double click. */
async function repeatedReset(id: string): Promise<string> {
  const about = { target: aPerson({ id }), actor: anActor({ id: `helper of ${id}` }) };
  await on.change(about);
  return idOf(await on.begin(about));
}

const securityOf = ({ event }: OutboxMessage): SecurityMessage => {
  if (event.kind !== 'security') throw new Error(`got ${event.kind}`);
  return event;
};

/** Delivers all messages that are due, and returns their events. */
async function delivered(channel = 'webhook:siem'): Promise<SecurityMessage[]> {
  const messages = await on.ledger.outbox.claim(channel, 1_000);
  for (const message of messages) await on.ledger.outbox.settle(message, { kind: 'delivered' });
  return messages.map(securityOf);
}

test('a channel that reports changes gets no security event', async () => {
  await on.reopen(['webhook:portal'], ['change']);
  await repeatedReset('bob');
  await reopen();

  const messages = await on.ledger.outbox.claim('webhook:portal', 8);
  expect(messages.map(({ event }) => event.kind)).toEqual(['change']);
});

test('a restart does not start the hour anew, and other types have their own', async () => {
  for (let index = 0; index < 12; index++) await repeatedReset(`person${index}`);
  await reopen();
  expect(await delivered()).toHaveLength(10);

  await repeatedReset('bob');
  await on.ledger.begin(anIntent({ target: aPerson({ id: 'vera', privileged: true }) }), terms());
  await reopen();
  expect((await delivered()).map(({ event }) => event.type)).toEqual(['privileged-person']);

  on.store.clock.now += hourMs;
  await repeatedReset('cid');
  await reopen();
  const nothing = { realm: null, change: null, role: null, correlationId: null, count: null };
  // The gateway that stores the sum may do so before or after the next event.
  const messages = (await delivered()).toSorted((one, other) => other.further - one.further);
  const [sum, next, ...more] = messages;
  expect(more).toEqual([]);
  expect([sum?.further, sum?.event]).toEqual([3, { type: 'repeated-reset', ...nothing }]);
  expect([next?.further, next?.event.count]).toEqual([0, 2]);
});

test('the sum of an hour is sent although no other event happens', async () => {
  for (let index = 0; index < 12; index++) await repeatedReset(`person${index}`);
  await reopen();
  await delivered();

  on.store.clock.now += hourMs;
  const sums: SecurityMessage[] = [];
  await until('the sum is stored', async () => {
    sums.push(...(await delivered()));
    return sums.length > 0;
  });
  expect(sums.map(({ further }) => further)).toEqual([2]);
});

test('events of a time without the store are stored when it is back', async () => {
  const rename = (from: string, to: string): Promise<unknown> =>
    on.ledger.store.append((transaction) =>
      sql`alter table ${sql.ref(from)} rename to ${sql.ref(to)}`.execute(transaction),
    );
  await rename('security_quota', 'away');
  for (let index = 0; index < 13; index++) await repeatedReset(`person${index}`);
  // Longer than events are collected.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await delivered()).toEqual([]);

  await rename('away', 'security_quota');
  await reopen();
  expect(await delivered()).toHaveLength(10);
  on.store.clock.now += hourMs;
  await reopen();
  await reopen();
  expect((await delivered()).map(({ further }) => further)).toEqual([3]);
});

test('the schema of a security event lists every type', () => {
  const schema: unknown = JSON.parse(
    readFileSync('schema/events/security-detected.v1.json', 'utf8'),
  );
  expect(fieldAt(schema, 'properties', 'type', 'enum')).toEqual(securityEventTypes);
});
