/** Changes through the gateway are recorded, repeated safely, and limited. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { listAt, textAt } from '../support/json.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { writesTo } from '../security/am-received.ts';

let peer: SandboxPeer;
let ledger: OpenLedger;
let gateway: TestGateway;
let helen: SessionHeader;
let oscar: SessionHeader;
let bob: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
beforeEach(async () => {
  await peer.restore();
  ledger = await openTestLedger();
  gateway = await startTestGateway(peer, { env: peer.staffEnv(), ledger });
  const { signIn } = peer;
  [helen, oscar, bob] = await Promise.all([signIn('helen'), signIn('oscar'), signIn('bob')]);
  peer.sandbox.clearReceived();
});
afterEach(async () => {
  await gateway.stop();
  await ledger.close();
});
afterAll(() => peer?.close());

const reset = `mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) {
  outcome isVerified isReplayed change { id: reference at } removedDevices { amId } errors { __typename } } }`;
const history = `query ($id: ID!) { user(id: $id) { history { edges { node { id: reference effect kinds outcome reason ticket isOverride
  actor { amId role credential } removedDevices { amId } } } } } }`;
const toBob = { user: { id: 'bob' } };

async function resetBy(as: SessionHeader, input: object): Promise<Record<string, unknown>> {
  const answer = await gateway.ask(reset, as, { input });
  const payload: Record<string, unknown> = answer.data?.['resetOathDevices'] ?? {};
  return { ...payload, codes: codesOf(answer) };
}
const deviceWrites = (): string[] =>
  writesTo(peer.sandbox).filter((call) => call.includes('/devices/'));

test('a reset is recorded with its actor, reason and devices, and found by its reference number', async () => {
  const { outcome, change, isReplayed } = await resetBy(helen, {
    target: toBob,
    reason: 'lost phone',
    ticket: 'INC-1',
  });
  const id = textAt(change, 'id');

  expect([outcome, isReplayed]).toEqual(['DONE', false]);
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
        actor: { amId: 'helen', role: 'HELP_DESK', credential: 'SESSION' },
        removedDevices: [{ amId: deviceIds.bobOath }, { amId: deviceIds.bobOathSecond }],
      },
    },
  ]);
  const one = '{ deviceChange(by: { reference: "' + id + '" }) { id: reference outcome } }';
  expect((await gateway.ask(one, helen)).data).toEqual({ deviceChange: { id, outcome: 'DONE' } });
  // The change has ended his earlier sessions.
  bob = await peer.signIn('bob');
  expect((await gateway.ask(one, bob)).data).toEqual({ deviceChange: { id, outcome: 'DONE' } });
  expect(codesOf(await gateway.ask(one, await peer.signIn('alice')))).toEqual(['FORBIDDEN']);
  expect(codesOf(await gateway.ask(one))).toEqual(['UNAUTHENTICATED']);
  // An anonymous caller learns nothing about which changes exist.
  expect(codesOf(await gateway.ask(one.replace(id, 'no-change')))).toEqual(['UNAUTHENTICATED']);
});

test('two changes with one correlation id of the client have two of the gateway (G14)', async () => {
  const as = { ...helen, 'x-correlation-id': 'same' };
  const ids = [];
  for (const id of ['bob', 'alice'])
    ids.push(textAt((await resetBy(as, { target: { user: { id } } }))['change'], 'id'));

  const [one, two] = await Promise.all(ids.map((id) => ledger.findChange(id)));
  expect(one?.intent.clientCorrelationId).toBe('same');
  expect(two?.intent.clientCorrelationId).toBe('same');
  expect(one?.intent.correlationId).not.toBe(two?.intent.correlationId);
  expect(one?.intent.correlationId).not.toBe('same');
});

test('reads of the ledger need a caller, and an id, cursor and filter of the right form', async () => {
  const asked: unknown[] = [];
  const findChange: OpenLedger['findChange'] = async (id) => {
    asked.push(id);
    return ledger.findChange(id);
  };
  const other = await startTestGateway(peer, {
    env: peer.staffEnv(),
    ledger: { ...ledger, findChange },
  });
  const cursor = Buffer.from('record:1:1:alpha\u0000').toString('base64url');
  const change = 'query ($id: ID!) { deviceChange(by: { reference: $id }) { id: reference } }';
  const by = (filter: string): string =>
    `query ($id: ID!) { realmHistory(filter: { ${filter}: $id }) { edges { cursor } } }`;
  const activity =
    'query ($id: String) { gatewayCaller { history(after: $id) { edges { cursor } } } }';
  const rita = await peer.signIn('rita');

  const id = 'a\u0000b';
  const anonymous = await other.ask(change, {}, { id: '0000-0000-0000-0000' });
  const askedBefore = [...asked];
  const unknown = await other.ask(change, rita, { id });
  const refused = await Promise.all([
    other.ask(by('person'), rita, { id }),
    other.ask(by('actor'), rita, { id }),
    other.ask(activity, rita, { id: cursor }),
  ]);
  await other.stop();

  expect(codesOf(anonymous)).toEqual(['UNAUTHENTICATED']);
  expect(askedBefore).toEqual([]);
  expect(unknown.data).toEqual({ deviceChange: null });
  expect(refused.map(codesOf)).toEqual(refused.map(() => ['BAD_USER_INPUT']));
});

test.each([
  { status: 403, body: { code: 403 }, problem: 'FORBIDDEN', outcome: 'NOT_DONE', proof: 'ANSWER' },
  { status: 200, body: { result: true }, problem: null, outcome: 'UNKNOWN', proof: 'NONE' },
])('of a reset without an effect, answered by $status, the proof is $proof', async (row) => {
  const { status, body, problem, outcome, proof } = row;
  const effect = { kind: 'status', status, body } as const;
  peer.sandbox.breakNext({ match: { method: 'POST', path: /2fa\/oath\?_action=reset/ }, effect });

  const { change } = await resetBy(helen, { target: toBob });

  const recorded = await ledger.findChange(textAt(change, 'id'));
  expect(recorded?.outcome).toMatchObject({
    outcome,
    results: [{ outcome, proof, problem }],
  });
});

test('a client that lost the answer finds its change by the key; other callers do not', async () => {
  const query = `query ($by: DeviceChangeLookup!) { deviceChange(by: $by) { id: reference outcome } }`;
  const find = (as: SessionHeader, by: object) => gateway.ask(query, as, { by });
  const { change } = await resetBy(helen, { target: toBob, idempotencyKey: 'a-key' });
  const id = textAt(change, 'id');

  const answers = await Promise.all([
    find(helen, { idempotencyKey: 'a-key' }),
    find(helen, { idempotencyKey: 'another' }),
    find(oscar, { idempotencyKey: 'a-key' }),
  ]);
  const refused = await Promise.all([
    find(helen, {}),
    find(helen, { idempotencyKey: 'a-key', reference: id }),
  ]);

  expect(answers.map(({ data }) => data?.['deviceChange'])).toEqual([
    { id, outcome: 'DONE' },
    null,
    null,
  ]);
  expect(refused.map(codesOf)).toEqual([['BAD_USER_INPUT'], ['BAD_USER_INPUT']]);
  expect(codesOf(await find({}, { idempotencyKey: 'a-key' }))).toEqual(['UNAUTHENTICATED']);
});

describe('a repeat', () => {
  const seen = [deviceIds.bobOath, deviceIds.bobOathSecond].map((id) =>
    idOfDevice('bob', 'OATH', id),
  );
  const resetSeen = (expectedDeviceIds: readonly string[], more = {}): Promise<object> =>
    resetBy(helen, { target: toBob, expectedDeviceIds, ...more });

  test('with a newer list of devices is a new change', async () => {
    const first = await resetSeen(seen.slice(1));
    const second = await resetSeen(seen);
    const third = await resetSeen(seen.toReversed());

    expect(first).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ __typename: 'DevicesChanged' }],
    });
    expect(second).toMatchObject({ outcome: 'DONE', isReplayed: false });
    expect(third).toEqual({ ...second, isReplayed: true });
    expect(deviceWrites()).toHaveLength(1);
  });

  test.each([
    ['with other arguments', {}, { target: { user: { id: 'alice' } } }, 1],
    [
      'with a newer list of devices',
      { expectedDeviceIds: seen.slice(1) },
      { expectedDeviceIds: seen },
      0,
    ],
  ])('under one key %s is a typed error', async (_label, first, second, writes) => {
    const input = { target: toBob, idempotencyKey: 'a-key' };
    await resetBy(helen, { ...input, ...first });

    expect(await resetBy(helen, { ...input, ...second })).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ __typename: 'DeviceChangeKeyReused' }],
    });
    expect(deviceWrites()).toHaveLength(writes);
  });
});

test('F2: a third reset of one person is refused, and an administrator may override it with a reason', async () => {
  for (const idempotencyKey of ['1', '2']) {
    const done = await resetBy(helen, { target: toBob, idempotencyKey });
    expect(done).toMatchObject({ outcome: 'DONE' });
    const writes = deviceWrites();
    // A repeat under its key is answered, and sends nothing.
    const again = await resetBy(helen, { target: toBob, idempotencyKey });
    expect(again).toEqual({ ...done, isReplayed: true });
    expect(deviceWrites()).toEqual(writes);
    await peer.restore();
    peer.sandbox.clearReceived();
    [helen, oscar] = [await peer.signIn('helen'), await peer.signIn('oscar')];
  }
  const input = { target: toBob, idempotencyKey: '3' };
  const override = { ...input, overrideLimit: true };

  const limited = { codes: ['RATE_LIMITED'] };
  expect(await resetBy(helen, input)).toMatchObject(limited);
  expect(await resetBy(helen, { ...override, reason: 'x' })).toMatchObject(limited);
  expect(await resetBy(oscar, override)).toMatchObject(limited);
  expect(deviceWrites()).toEqual([]);
  const done = await resetBy(oscar, { ...override, reason: 'both phones lost' });
  expect(done).toMatchObject({ codes: [], outcome: 'DONE' });
});

test.each([
  { person: 'bob', isAlone: false, privileged: false },
  { person: 'vera', isAlone: false, privileged: true },
  { person: 'bob', isAlone: true, privileged: null },
])(
  'a change of $person by the super user records whether they are privileged: $privileged',
  async ({ person, isAlone, privileged }) => {
    const env = isAlone ? { PRIVILEGED_GROUPS: 'executives' } : peer.staffEnv();
    const other = await startTestGateway(peer, { env, ledger });
    const input = { target: { user: { id: person } }, force: true };

    const { data } = await other.ask(reset, await peer.signIn('amadmin'), { input });
    await other.stop();

    const recorded = await ledger.findChange(textAt(data, 'resetOathDevices', 'change', 'id'));
    const entry = `uid="${person}",ou="people",ou="identities"`;
    expect(recorded?.intent.target).toEqual({ id: person, realm: 'alpha', entry, privileged });
  },
);
