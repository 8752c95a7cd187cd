/** A change through the gateway leaves its trace: recorded before it is sent, repeated safely, limited. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { listAt, textAt } from '../support/json.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { writesTo } from '../security/am-received.ts';

let peer: SandboxPeer;
let ledger: OpenLedger;
let gateway: TestGateway;
let folder: string;
let helen: SessionHeader;
let oscar: SessionHeader;
let bob: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
beforeEach(async () => {
  await peer.restore();
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = await openLedger(
    { folder, postgres: undefined },
    { now: Date.now, warn: () => undefined },
  );
  gateway = await startTestGateway(peer, { env: peer.staffEnv(), ledger });
  const { signIn } = peer;
  [helen, oscar, bob] = await Promise.all([signIn('helen'), signIn('oscar'), signIn('bob')]);
  peer.sandbox.clearReceived();
});
afterEach(async () => {
  await gateway.stop();
  await ledger.close();
  rmSync(folder, { recursive: true });
});
afterAll(() => peer?.close());

const reset = `mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) {
  outcome verified replayed change { id at } removedDevices { amId } errors { __typename } } }`;
const history = `query ($id: ID!) { user(id: $id) { history { edges { node { id effect kinds outcome reason ticket isOverride
  actor { amId role method } removedDevices { amId } } } } } }`;
const toBob = { user: { id: 'bob' } };

async function resetBy(as: SessionHeader, input: object): Promise<Record<string, unknown>> {
  const answer = await gateway.ask(reset, as, { input });
  const payload: Record<string, unknown> = answer.data?.['resetOathDevices'] ?? {};
  return { ...payload, codes: codesOf(answer) };
}
const deviceWrites = (): string[] =>
  writesTo(peer.sandbox).filter((call) => call.includes('/devices/'));

test('a reset is recorded with who, why and what, and told by its reference number', async () => {
  const { outcome, change, replayed } = await resetBy(helen, {
    target: toBob,
    reason: 'lost phone',
    ticket: 'INC-1',
  });
  const id = textAt(change, 'id');

  expect([outcome, replayed]).toEqual(['DONE', false]);
  const seen = await gateway.ask(history, helen, { id: 'bob' });
  expect(codesOf(seen)).toEqual([]);
  expect(listAt(seen.data, 'user', 'history', 'edges')).toEqual([
    {
      node: {
        id,
        effect: 'RESET',
        kinds: ['OATH'],
        outcome: 'DONE',
        reason: 'lost phone',
        ticket: 'INC-1',
        isOverride: false,
        actor: { amId: 'helen', role: 'HELP_DESK', method: 'SESSION' },
        removedDevices: [{ amId: deviceIds.bobOath }, { amId: deviceIds.bobOathSecond }],
      },
    },
  ]);
  const one = '{ change(id: "' + id + '") { id outcome } }';
  expect((await gateway.ask(one, helen)).data).toEqual({ change: { id, outcome: 'DONE' } });
  // The change has ended his sessions of before.
  bob = await peer.signIn('bob');
  expect((await gateway.ask(one, bob)).data).toEqual({ change: { id, outcome: 'DONE' } });
  expect(codesOf(await gateway.ask(one, await peer.signIn('alice')))).toEqual(['FORBIDDEN']);
  expect(codesOf(await gateway.ask(one))).toEqual(['UNAUTHENTICATED']);
});

describe('a repeat', () => {
  test('under one key has the first answer, and nothing is sent again', async () => {
    const input = { target: toBob, idempotencyKey: 'a-key' };

    const first = await resetBy(helen, input);
    const second = await resetBy(helen, input);

    expect(second).toEqual({ ...first, replayed: true });
    expect(deviceWrites()).toHaveLength(1);
  });

  test('with other arguments under one key is a typed error', async () => {
    await resetBy(helen, { target: toBob, idempotencyKey: 'a-key' });

    const other = await resetBy(helen, {
      target: { user: { id: 'alice' } },
      idempotencyKey: 'a-key',
    });

    expect(other).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ __typename: 'IdempotencyKeyReused' }],
    });
    expect(deviceWrites()).toHaveLength(1);
  });

  const seen = [deviceIds.bobOath, deviceIds.bobOathSecond].map((id) =>
    idOfDevice('bob', 'OATH', id),
  );
  const ofWhatWasSeen = (expectedDeviceIds: readonly string[], more = {}): Promise<object> =>
    resetBy(helen, { target: toBob, expectedDeviceIds, ...more });

  test('by somebody who has looked again in between is none', async () => {
    const first = await ofWhatWasSeen(seen.slice(1));
    const second = await ofWhatWasSeen(seen);
    const third = await ofWhatWasSeen(seen.toReversed());

    expect(first).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ __typename: 'DevicesChanged' }],
    });
    expect(second).toMatchObject({ outcome: 'DONE', replayed: false });
    expect(third).toEqual({ ...second, replayed: true });
    expect(deviceWrites()).toHaveLength(1);
  });

  test('under one key, by somebody who has looked again, is a typed error', async () => {
    const key = { idempotencyKey: 'a-key' };
    await ofWhatWasSeen(seen.slice(1), key);

    expect(await ofWhatWasSeen(seen, key)).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ __typename: 'IdempotencyKeyReused' }],
    });
    expect(deviceWrites()).toEqual([]);
  });

  test('by a double click is one change, at the same time, too', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => resetBy(helen, { target: toBob })));

    expect(answers.map(({ outcome }) => outcome)).toEqual(['DONE', 'DONE', 'DONE']);
    expect(answers.filter(({ replayed }) => replayed === true)).toHaveLength(2);
    expect(new Set(answers.map(({ change }) => textAt(change, 'id'))).size).toBe(1);
    expect(deviceWrites()).toHaveLength(1);
  });
});

test('F2: a third reset of one person is refused, and an administrator may override it with a reason', async () => {
  for (const idempotencyKey of ['1', '2']) {
    expect(await resetBy(helen, { target: toBob, idempotencyKey })).toMatchObject({
      outcome: 'DONE',
    });
    await peer.restore();
    [helen, oscar] = [await peer.signIn('helen'), await peer.signIn('oscar')];
  }
  peer.sandbox.clearReceived();

  const input = { target: toBob, idempotencyKey: '3' };
  const override = { ...input, overrideLimit: true };

  expect(await resetBy(helen, input)).toMatchObject({ codes: ['RATE_LIMITED'] });
  expect(await resetBy(helen, { ...override, reason: 'x' })).toMatchObject({
    codes: ['RATE_LIMITED'],
  });
  expect(await resetBy(oscar, override)).toMatchObject({ codes: ['RATE_LIMITED'] });
  expect(deviceWrites()).toEqual([]);
  expect(await resetBy(oscar, { ...override, reason: 'both phones lost' })).toMatchObject({
    codes: [],
    outcome: 'DONE',
  });
});

test.each([
  { person: 'bob', isAlone: false, privileged: false },
  { person: 'vera', isAlone: false, privileged: true },
  { person: 'bob', isAlone: true, privileged: null },
])(
  'of a change of $person by the super user it is recorded whether they are privileged, $privileged',
  async ({ person, isAlone, privileged }) => {
    const env = isAlone ? { PRIVILEGED_GROUPS: 'executives' } : peer.staffEnv();
    const other = await startTestGateway(peer, { env, ledger });
    const input = { target: { user: { id: person } }, force: true };

    const { data } = await other.ask(reset, await peer.signIn('amadmin'), { input });
    await other.stop();

    const recorded = await ledger.findChange(textAt(data, 'resetOathDevices', 'change', 'id'));
    expect(recorded?.intent.target).toEqual({ id: person, realm: 'alpha', privileged });
  },
);
