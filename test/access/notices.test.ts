/** Who can see the messages about a change, which cost one query (security G7). */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { Delivery, Recipient } from '../../src/domain/outbox.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';

let ledger: OpenLedger;
let stage: Stage;
let now = Date.parse('2026-11-25T12:00:00.000Z');
/** The changes whose notices were read, one list for each query. */
const queries: (readonly string[])[] = [];

beforeAll(async () => {
  ledger = await openTestLedger({
    now: () => now,
    channels: [
      { name: 'mail', kinds: ['change'] },
      { name: 'webhook:siem', kinds: ['change'] },
    ],
  });
  const counted: OpenLedger = {
    ...ledger,
    noticesOf: (changes) => {
      queries.push(changes);
      return ledger.noticesOf(changes);
    },
  };
  const env = everyCallerEnv({ AUDITOR_PROPERTY: 'desk=audit' });
  stage = await openStage('pingam', { env, ledger: counted });
});
beforeEach(async () => {
  stage.restart();
  await ledger.empty();
  queries.length = 0;
});
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

async function change(about: Partial<Intent> = {}): Promise<string> {
  now += 10_000;
  const id = idOf(await ledger.begin(anIntent(about), terms()));
  await ledger.complete(id, anOutcome());
  return id;
}

async function settle(channel: string, delivery: Delivery): Promise<void> {
  for (const message of await ledger.outbox.claim(channel, 8))
    await ledger.outbox.settle(message, delivery);
}

const recipient = (address: string, masked: string, kind: Recipient['kind'] = 'PERSON') => ({
  kind,
  address,
  masked,
  language: 'en',
  personName: 'Bob',
});

const both = `notices { channel recipient maskedAddress state problem at }
  deliveries { receiver state problem }`;
const one = `query ($id: ID!) { deviceChange(id: $id) { ${both} } }`;

test('the person sees their own mail, masked, as it is delivered', async () => {
  const id = await change();
  const bob = await stage.peer.signIn('bob');
  const seen = async (): Promise<unknown> => {
    const query = `query ($id: ID!) { deviceChange(id: $id) {
      notices { channel recipient maskedAddress state } } }`;
    const answer = await stage.gateway.ask(query, bob, { id });
    expect(answer.errors).toEqual([]);
    return fieldAt(answer.data, 'deviceChange', 'notices');
  };
  const mail = { channel: 'MAIL', recipient: null, maskedAddress: null };

  expect(await seen()).toEqual([{ ...mail, state: 'WAITING' }]);
  const recipients = [
    recipient('bob@example.com', 'b•••@e•••.com'),
    recipient('boss@example.com', 'b•••@e•••.com', 'MANAGER'),
  ];
  await settle('mail', { kind: 'addressed', recipients });
  const addressed = { ...mail, maskedAddress: 'b•••@e•••.com' };
  expect(await seen()).toEqual([
    { ...addressed, recipient: 'PERSON', state: 'WAITING' },
    { ...addressed, recipient: 'MANAGER', state: 'WAITING' },
  ]);
  await settle('mail', { kind: 'delivered' });
  expect(await seen()).toEqual([
    { ...addressed, recipient: 'PERSON', state: 'DELIVERED' },
    { ...addressed, recipient: 'MANAGER', state: 'DELIVERED' },
  ]);
});

test('a message without an address could not be sent', async () => {
  const id = await change();
  await settle('mail', { kind: 'addressed', recipients: [] });

  const answer = await stage.gateway.ask(one, await stage.peer.signIn('oscar'), { id });

  const at = new Date(now).toISOString();
  expect(fieldAt(answer.data, 'deviceChange', 'notices')).toEqual([
    {
      channel: 'MAIL',
      recipient: null,
      maskedAddress: null,
      state: 'FAILED',
      problem: 'NO_ADDRESS',
      at,
    },
  ]);
});

test.each([
  ['bob', 'FORBIDDEN'],
  ['helen', 'FORBIDDEN'],
  ['rita', 'FORBIDDEN'],
  ['oscar', 'siem'],
  ['amadmin', 'siem'],
])('%s sees the mail; other receivers: %s', async (name, verdict) => {
  const id = await change();
  await settle('webhook:siem', { kind: 'retry', problem: 'HTTP_503' });

  const answer = await stage.gateway.ask(one, await stage.peer.signIn(name), { id });

  expect(listAt(answer.data, 'deviceChange', 'notices')).toHaveLength(1);
  const isShown = verdict === 'siem';
  expect(codesOf(answer)).toEqual(isShown ? [] : [verdict]);
  expect(fieldAt(answer.data, 'deviceChange', 'deliveries')).toEqual(
    isShown ? [{ receiver: 'webhook:siem', state: 'WAITING', problem: 'HTTP_503' }] : null,
  );
  expect(answer.text).not.toContain(isShown ? 'bob@' : 'siem');
});

test.each([['helen'], ['oscar']])(
  'a page of changes reads the notices of all of them at once, for %s',
  async (name) => {
    for (let count = 0; count < 5; count += 1) await change();
    const other = await change({ target: aPerson({ id: 'carol' }) });
    const as = await stage.peer.signIn(name);
    const list = (fields: string): string =>
      `{ realmHistory(first: 10) { nodes { id ${fields} } edges { node { id ${fields} } } } }`;
    await stage.gateway.ask(list(''), as);
    stage.sandbox.clearReceived();
    const without = await stage.gateway.ask(list(''), as);
    const calls = stage.sandbox.received().length;
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(list(name === 'oscar' ? both : 'notices { state }'), as);

    expect(codesOf(answer)).toEqual([]);
    expect(listAt(answer.data, 'realmHistory', 'nodes')).toHaveLength(
      listAt(without.data, 'realmHistory', 'nodes').length,
    );
    expect(queries.map((ids) => ids.length)).toEqual([6]);
    expect(queries[0]).toContain(other);
    expect(stage.sandbox.received()).toHaveLength(calls);
  },
);

test('a change without effect, and one of a gateway without mail, have no notices', async () => {
  now += 10_000;
  const id = idOf(await ledger.begin(anIntent(), terms()));
  await ledger.complete(id, anOutcome('NOT_DONE'));

  const answer = await stage.gateway.ask(one, await stage.peer.signIn('oscar'), { id });

  expect(answer.data).toEqual({ deviceChange: { notices: [], deliveries: [] } });
});
