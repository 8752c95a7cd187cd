/**
 * After a reset the person's list is watched for new devices (G21), and no look reports an event
 * that did not happen (G22).
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Registration } from '../../src/domain/change/change-record.ts';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import { createStore, verifyAll, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { callsTo } from '../security/am-received.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { CountedWatches } from './counted-watches.ts';

const hourMs = 3_600_000;
const push = demoOf('PUSH');
let store: TestStore;
let ledger: StoredLedger;
let peer: SandboxPeer;
let gateway: TestGateway;
let watches: CountedWatches;
const now = (): number => store.clock.now;

async function open(): Promise<void> {
  const opened = await store.open([], [], 24 * hourMs);
  watches = new CountedWatches(opened.watches);
  ledger = { ...opened, watches };
}

beforeEach(async () => {
  store = await createStore();
  peer = await openSandboxPeer('pingam', { now });
  await open();
  gateway = await start();
});
afterEach(async () => {
  await gateway.stop();
  await Promise.all([store.remove(), peer.close()]);
});

function start(env: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const limits = withLists({ limits: { personChanges: [], staffChanges: [] } });
  return startTestGateway(peer, {
    ledger,
    now,
    watchEveryMs: 5,
    env: { ...peer.staffEnv(), ...limits, WATCH_REENROLMENT: 'on', ...env },
  });
}

const document = `mutation ($input: ResetDevicesInput!) { resetDevices(input: $input) {
  change { id: reference } results { outcome } } }`;
let key = 0;

/** Helen resets bob's devices; returns the reference number. */
async function reset(more: object = {}): Promise<string> {
  const target = { user: { id: 'bob' } };
  const input = { target, kinds: ['PUSH'], reason: 'lost phone', idempotencyKey: `k${key++}` };
  const answer = await gateway.ask(document, await peer.signIn('helen'), {
    input: { ...input, ...more },
  });
  expect(codesOf(answer)).toEqual([]);
  return textAt(answer.data, 'resetDevices', 'change', 'id');
}

/** Gives bob these devices, registered now. */
const plant = (...ids: string[]): Promise<void> => plantAt(now(), ...ids);
const plantAt = (createdDate: number, ...ids: string[]): Promise<void> =>
  peer.plant('bob', {
    pushDeviceProfiles: ids.map((id) =>
      JSON.stringify({ ...JSON.parse(recordOf(push, id, id)), createdDate }),
    ),
  });
const looks = (): number =>
  callsTo(peer.sandbox).filter((call) => call.startsWith('GET users/bob/devices/2fa/push')).length;
const watched = async (): Promise<readonly { readonly due_at: number }[]> =>
  ledger.store.query((db) => db.selectFrom('registration_watch').selectAll().execute());
const registrationOf = async (id: string): Promise<Registration | null> =>
  (await ledger.findChange(id))?.registration ?? null;
const events = (): string[] =>
  store.events.map(({ type }) => type).filter((type) => type.startsWith('registered'));

/** Resets, and makes sure that the reset is watched. */
async function watchedReset(): Promise<string> {
  const id = await reset();
  expect(await watched()).toHaveLength(1);
  return id;
}

/** Lets some seconds pass, and waits until what is due then was looked at. */
async function pass(seconds: number): Promise<void> {
  store.clock.now += seconds * 1_000;
  await until('nothing is due', async () =>
    (await watched()).every(({ due_at }) => due_at > now()),
  );
  await until('no look is under way', () => watches.underWay === 0);
}

test('a device that is registered again is recorded, and the look at it is the last one', async () => {
  const id = await reset();
  await pass(15);
  expect(await registrationOf(id)).toBeNull();
  await plant('new-phone');
  await pass(285);

  expect(await registrationOf(id)).toMatchObject({
    devices: [{ id: 'new-phone', kind: 'PUSH' }],
    secondsAfter: 15,
  });
  expect(events()).toEqual([]);
  const before = looks();
  await plant('new-phone', 'another');
  for (const seconds of [600, 3_600, 20_000]) await pass(seconds);
  expect(looks()).toBe(before);
  expect(await registrationOf(id)).toMatchObject({ devices: [{ id: 'new-phone' }] });
  expect((await store.bare(verifyAll)).broken).toBeNull();
});

test('a device within two minutes is a security event without names', async () => {
  const id = await reset();
  await plantAt(now() + 10_000, 'new-phone');
  await pass(15);

  expect(store.events.filter(({ type }) => type === 'registered-at-once')).toEqual([
    {
      type: 'registered-at-once',
      realm: 'alpha',
      change: id,
      role: 'HELP_DESK',
      correlationId: expect.any(String),
      count: 10,
    },
  ]);
});

test('looks are few, at growing intervals, and end after a day', async () => {
  await reset();
  const before = watches.settled;
  for (let minute = 0; minute < 60; minute++) await pass(60);
  const inAnHour = watches.settled - before;
  for (let hour = 0; hour < 25; hour++) await pass(3_600);

  expect(inAnHour).toBeLessThanOrEqual(8);
  expect(watches.settled - before).toBeLessThanOrEqual(14);
  expect(watches.settled - before).toBeGreaterThan(8);
  expect(await watched()).toEqual([]);
});

describe('a second reset', () => {
  test('within a day of a registration is a security event', async () => {
    const first = await reset();
    await pass(15);
    await plant('attacker');
    await pass(600);
    expect(await registrationOf(first)).not.toBeNull();
    const second = await reset();
    await pass(1);

    expect(store.events.filter(({ type }) => type === 'registered-between-resets')).toMatchObject([
      { change: second, role: 'HELP_DESK' },
    ]);
  });

  test('that removes a device before any look is recorded for the first one', async () => {
    const first = await reset();
    await plant('attacker');
    store.clock.now += 5_000;
    await reset();
    await pass(1);

    expect(events()).toEqual(['registered-between-resets']);
    expect(await registrationOf(first)).toMatchObject({
      devices: [{ id: 'attacker' }],
      secondsAfter: 0,
    });
  });

  test('of another kind leaves the watch alone', async () => {
    const first = await reset();
    await plant('new-phone');
    await reset({ kinds: ['OATH'] });
    await pass(240);

    expect(events()).toEqual([]);
    expect(await registrationOf(first)).toMatchObject({ devices: [{ id: 'new-phone' }] });
  });
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['a dry run', () => reset({ dryRun: true })],
  ['a reset with nothing to remove', async () => plant().then(() => reset())],
  [
    'a removal',
    async () => {
      const device = idOfDevice('bob', 'PUSH', push.ids[0]);
      const input = { target: { me: true }, deviceId: device };
      const removal =
        'mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome } }';
      const answer = await gateway.ask(removal, await peer.signIn('bob'), { input });
      expect(codesOf(answer)).toEqual([]);
      expect(textAt(answer.data, 'removeDevice', 'outcome')).toBe('DONE');
    },
  ],
])('%s is not watched', async (_label, act) => {
  await act();

  expect(await watched()).toEqual([]);
});

describe('no false event', () => {
  test('while AM is away', async () => {
    const id = await watchedReset();
    await plant('new-phone');
    peer.sandbox.breakNext({
      match: { path: /devices/ },
      times: 6,
      effect: { kind: 'status', status: 503 },
    });
    await pass(15);
    await pass(300);
    expect(events()).toEqual([]);
    await pass(7_200);
    await pass(20_000);

    expect(events()).toEqual([]);
    expect(await registrationOf(id)).toMatchObject({ devices: [{ id: 'new-phone' }] });
  });

  test('of a list that still shows the removed device', async () => {
    peer.sandbox.breakNext({
      match: { path: /devices\/2fa\/push/ },
      times: Infinity,
      effect: { kind: 'lag', ms: 600_000 },
    });
    await watchedReset();
    const before = looks();
    await pass(15);
    await pass(60);

    expect(looks() - before).toBe(2);
    expect(events()).toEqual([]);
  });

  test('of an old device that a lagging list shows, by its date', async () => {
    const id = await watchedReset();
    await plantAt(now() - hourMs, 'old-phone');
    await pass(15);

    expect(events()).toEqual([]);
    expect(await registrationOf(id)).toBeNull();
  });

  test('of a device whose id cannot be used', async () => {
    const id = await watchedReset();
    await plant('not/usable');
    await pass(15);

    expect([events(), await registrationOf(id)]).toEqual([[], null]);
    await plant('not/usable', 'new-phone');
    await pass(30);
    expect(await registrationOf(id)).toMatchObject({ devices: [{ id: 'new-phone' }] });
  });

  test('of a person who was deleted', async () => {
    const id = await watchedReset();
    peer.sandbox.breakNext({
      match: { path: /users\/bob\/devices/ },
      times: Infinity,
      effect: { kind: 'status', status: 404, body: { code: 404, reason: 'Not Found' } },
    });
    for (const seconds of [15, 600, 90_000]) await pass(seconds);

    expect([events(), await registrationOf(id), await watched()]).toEqual([[], null, []]);
  });
});

test("AM's date counts only if it lies between two looks", async () => {
  const first = await reset();
  await pass(15);
  await plantAt(now() + 60_000, 'new-phone');
  await pass(300);
  expect(await registrationOf(first)).toMatchObject({ secondsAfter: 75 });

  const second = await reset();
  await pass(15);
  await plantAt(now() - 100_000, 'newer-phone');
  await pass(300);
  expect(await registrationOf(second)).toMatchObject({ secondsAfter: 315 });
});

test('a restart goes on with the watch; looks that were missed are not made up for', async () => {
  const id = await reset();
  await gateway.stop();
  await ledger.close();
  store.clock.now += hourMs;
  await plant('new-phone');
  await open();
  const before = looks();
  gateway = await start();
  await pass(0);

  expect(looks() - before).toBe(1);
  expect(await registrationOf(id)).toMatchObject({ secondsAfter: 3_615 - 15 });
});

test('without the option nothing is looked at', async () => {
  await reset();
  await gateway.stop();
  const before = looks();
  gateway = await start({ WATCH_REENROLMENT: 'off' });
  store.clock.now += 20_000;
  await new Promise((resolve) => setTimeout(resolve, 200));

  expect(looks()).toBe(before);
});

test('a realm that is served no more ends the watch', async () => {
  await reset();
  await ledger.store.append((transaction) =>
    sql`update ledger_record set body = replace(body, '"realm":"alpha"', '"realm":"gone"')`.execute(
      transaction,
    ),
  );
  await pass(15);

  expect([events(), await watched()]).toEqual([[], []]);
});
