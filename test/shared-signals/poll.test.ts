/**
 * Signals that receivers poll (RFC 8936), on one gateway or on two that share the ledger (G31).
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { channelsOf } from '../../src/config/channels.ts';
import { createStore, engine, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { listMessages } from '../../src/ledger/upkeep/outbox.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { asEnvironment, withLists } from '../support/with-lists.ts';
import { call, discover, newPem, resetOf, signalEnv, tokenOf } from './stage.ts';
import { verifySet, type AcceptedSet, type KnownTransmitter } from './verify-set.ts';

const pem = newPem();
const day = 86_400_000;
let peer: SandboxPeer;
let store: TestStore;
let ledgers: [StoredLedger, StoredLedger];
let env: Environment;
let gateways: [TestGateway, TestGateway];
let known: KnownTransmitter;
let helen: SessionHeader;

beforeEach(async () => {
  peer = await openSandboxPeer('pingam');
  store = await createStore();
  store.clock.now = Date.now();
  helen = await peer.signIn('helen');
  env = {
    ...peer.staffEnv(),
    ...signalEnv({ siem: {}, portal: {} }, pem),
    ...withLists({ limits: { personChanges: [] } }),
  };
  const first = await open();
  // A SQLite file belongs to one process.
  const second = engine === 'SQLite' ? first : await open();
  ledgers = [first, second];
  gateways = [await start(first), await start(second)];
  known = await discover(gateways[0], 'siem');
});
afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await store.remove();
  await peer.close();
});

function open(): Promise<StoredLedger> {
  const config = loadConfig(
    asEnvironment({ NODE_ENV: 'test', AM_URL: peer.url, AM_FLAVOR: peer.flavor, ...env }),
  );
  return store.open(channelsOf(config));
}

function start(ledger: StoredLedger): Promise<TestGateway> {
  return startTestGateway(peer, { ledger, now: () => store.clock.now, env });
}

const path = '/ssf/poll/siem';
const now = { returnImmediately: true } as const;

interface Polled {
  readonly sets: readonly AcceptedSet[];
  readonly hasMore: boolean;
}

/** Polls as the receiver of `siem`, and verifies what it gets. */
async function poll(body: object = now, at: TestGateway = gateways[0]): Promise<Polled> {
  const response = await call(at, path, { body });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const answer: unknown = await response.json();
  const sets = Object.entries(fieldAt(answer, 'sets') ?? {});
  const verified = sets.map(([jti, token]) => {
    const set = verifySet(String(token), known);
    expect(set.jti).toBe(jti);
    return set;
  });
  return { sets: verified, hasMore: fieldAt(answer, 'moreAvailable') === true };
}

const jtis = ({ sets }: Polled): string[] => sets.map(({ jti }) => jti);
const people = ({ sets }: Polled): string[] =>
  sets.map(({ claims }) => textAt(claims, 'sub_id', 'sub'));
const reset = (id: string, kinds = ['PUSH']): Promise<string> =>
  resetOf(gateways[0], helen, { id, kinds });

test('a SET is sent until it is acknowledged, with the same jti, and then no more', async () => {
  const id = await reset('bob');

  const first = await poll();
  expect(first.sets.map(({ claims }) => fieldAt(claims, 'txn'))).toEqual([id]);
  expect(jtis(await poll())).toEqual([]);
  store.clock.now += 61_000;
  const again = await poll();
  expect(again).toEqual(first);

  expect(jtis(await poll({ ...now, ack: jtis(first) }))).toEqual([]);
  store.clock.now += 61_000;
  expect(jtis(await poll())).toEqual([]);
  expect(await ledgers[0].outbox.figures()).toMatchObject([{ channel: 'ssf:portal', waiting: 1 }]);
});

test('a receiver acknowledges nothing of another stream', async () => {
  await reset('bob');
  const first = await poll();
  const ofPortal = { body: { ...now, ack: jtis(first) }, token: tokenOf('portal') };
  expect((await call(gateways[0], '/ssf/poll/portal', ofPortal)).status).toBe(200);

  store.clock.now += 61_000;
  expect(await poll()).toEqual(first);
});

test('SETs about one person are sent one after the other; moreAvailable says so', async () => {
  await reset('bob', ['OATH']);
  await reset('bob', ['PUSH']);
  await reset('alice');

  const names: unknown[] = [];
  let ack: string[] = [];
  let rounds = 0;
  for (let hasMore = true; hasMore; rounds++) {
    const polled = await poll({ ...now, ack });
    names.push(...polled.sets.map(({ event }) => fieldAt(event, 'friendly_name')));
    ack = jtis(polled);
    hasMore = polled.hasMore;
  }
  expect(rounds).toBe(3);
  expect(names.filter((name) => String(name).startsWith('Bob'))).toEqual([
    "Bob's phone",
    "Bob's old phone",
    "Bob's push phone",
  ]);
  expect(names).toContain("Alice's push phone");
});

test('maxEvents limits an answer; 0 only acknowledges', async () => {
  await reset('bob');
  await reset('alice');

  const one = await poll({ ...now, maxEvents: 1 });
  expect([one.sets.length, one.hasMore]).toEqual([1, true]);
  expect(await poll({ maxEvents: 0, ack: jtis(one) })).toEqual({ sets: [], hasMore: false });
  expect((await poll({ ...now, maxEvents: 1 })).sets).toHaveLength(1);
  expect(await poll(now)).toEqual({ sets: [], hasMore: false });
});

test('a SET that the receiver refuses is given up, with the code alone', async () => {
  await reset('bob');
  const [jti = ''] = jtis(await poll());

  const setErrs = { [jti]: { err: 'invalid_audience', description: 'DESCRIPTION-CANARY' } };
  await poll({ ...now, setErrs });
  const rows = await ledgers[0].store.query(listMessages);
  expect(rows.find(({ id }) => id === jti)).toMatchObject({
    state: 'failed',
    problem: 'ERR_INVALID_AUDIENCE',
  });
  store.clock.now += 61_000;
  expect(jtis(await poll())).toEqual([]);
});

test('refusals of many SETs are one update, each with its own code', async () => {
  await reset('bob');
  await reset('alice');
  const [one = '', other = ''] = jtis(await poll());
  const changes = jest.spyOn(ledgers[0].store, 'change');
  const unknown = Array.from({ length: 300 }, (_, index) => [`set-${index}`, { err: 'other' }]);
  await poll({ ...now, setErrs: { none: { err: 'other' } } });
  const forOne = changes.mock.calls.length;

  const meant = { [one]: { err: 'invalid_key' }, [other]: { err: 'access_denied' } };
  await poll({ ...now, setErrs: { ...meant, ...Object.fromEntries(unknown) } });

  expect(changes.mock.calls.length - forOne).toBe(forOne);
  jest.restoreAllMocks();
  const rows = await ledgers[0].store.query(listMessages);
  const problems = [one, other].map((jti) => rows.find(({ id }) => id === jti)?.problem);
  expect(problems).toEqual(['ERR_INVALID_KEY', 'ERR_ACCESS_DENIED']);
});

test('a receiver can end no SET of another stream', async () => {
  await reset('bob');
  const response = await call(gateways[0], '/ssf/poll/portal', {
    token: tokenOf('portal'),
    body: now,
  });
  const foreign = Object.keys(fieldAt(await response.json(), 'sets') ?? {});
  expect(foreign).toHaveLength(1);

  const setErrs = { [foreign[0] ?? '']: { err: 'access_denied' } };
  await poll({ ...now, ack: foreign });
  await poll({ ...now, setErrs });
  const rows = await ledgers[0].store.query(listMessages);
  expect(rows.find(({ id }) => id === foreign[0])).toMatchObject({ state: 'waiting' });
});

test('a poll waits for the first SET, also of a change by another gateway', async () => {
  let isAnswered = false;
  const polling = poll({}, gateways[1]).finally(() => (isAnswered = true));
  // Another request is answered meanwhile.
  await poll({ maxEvents: 0 }, gateways[1]);
  expect(isAnswered).toBe(false);
  await reset('bob');

  expect(people(await polling)).toEqual(['bob']);
});

test('a gateway that stops answers the polls that wait, and does not let them wait on', async () => {
  const third = await start(ledgers[0]);
  // It began to wait earlier, so it would also end earlier if both waited to their end.
  const other = poll({}).then(() => 'the poll of a gateway that goes on');
  await poll({ maxEvents: 0 });
  const polling = poll({}, third);
  await poll({ maxEvents: 0 }, third);
  const stopped = third.stop();

  const first = await Promise.race([other, polling.then(() => 'the poll of the gateway')]);
  expect(first).toBe('the poll of the gateway');
  expect(await polling).toEqual({ sets: [], hasMore: false });
  await stopped;
  await reset('bob');
  await other;
});

test('too many polls that wait are refused', async () => {
  const polls = Array.from({ length: 6 }, () => call(gateways[0], path, { body: {} }));
  const refused = await Promise.race(polls.map(async (one) => (await one).status));
  expect(refused).toBe(429);
  await reset('bob');
  const statuses = (await Promise.all(polls))
    .map(({ status }) => status)
    .toSorted((one, other) => one - other);
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
});

test('a SET that is not polled is visible, and given up after three days', async () => {
  await reset('bob');
  store.clock.now += 3 * day - 60_000;
  await ledgers[0].outbox.streams.expire(['siem', 'portal']);
  const [portal, siem] = await ledgers[0].outbox.figures();
  expect(siem).toMatchObject({ channel: 'ssf:siem', waiting: 1 });
  expect(portal?.oldestMs).toBeGreaterThan(2 * day);

  store.clock.now += 120_000;
  await ledgers[0].outbox.streams.expire(['siem']);
  expect(jtis(await poll())).toEqual([]);
  const rows = await ledgers[0].store.query(listMessages);
  expect(rows.map(({ channel, state, problem }) => [channel, state, problem])).toEqual([
    ['ssf:siem', 'failed', 'NOT_ACCEPTED'],
    ['ssf:portal', 'waiting', null],
  ]);
});

describe('a poll that is wrong', () => {
  test.each([
    ['a list', []],
    ['a negative number of events', { maxEvents: -1 }],
    ['a text as number', { maxEvents: '1' }],
    ['a text as flag', { returnImmediately: 'true' }],
    ['acknowledgements that are no list', { ack: 'jti' }],
    ['acknowledgements that are no texts', { ack: [1] }],
    ['errors that are a list', { setErrs: [] }],
    ['an error that is a text', { setErrs: { jti: 'invalid_key' } }],
  ])('with %s is refused', async (_label, body) => {
    const response = await call(gateways[0], path, { body });

    expect(response.status).toBe(400);
  });

  test('may acknowledge what does not exist', async () => {
    const body = { ...now, ack: ['none'], setErrs: { none: { err: 'NONE' } } };

    expect(await poll(body)).toEqual({ sets: [], hasMore: false });
  });
});
