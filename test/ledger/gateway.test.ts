/** Changes through the gateway are recorded, repeated safely, and limited. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { listAt, textAt } from '../support/json.ts';
import { LedgerStage, type Who } from '../support/ledger-stage.ts';

const on = new LedgerStage();
beforeEach(() => on.stage.sandbox.clearReceived());

const reset = `mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) {
  outcome isVerified isReplayed change { id: reference at } removedDevices { amId } errors { code } } }`;
const history = `query ($id: ID!) { user(id: $id) { history { edges { node { id: reference effect kinds outcome reason ticket isOverride
  actor { amId role credential } removedDevices { amId } } } } } }`;
const toBob = { user: { id: 'bob' } };

async function resetBy(who: Who, input: object): Promise<Record<string, unknown>> {
  const answer = await on.ask(reset, who, { input });
  const payload: Record<string, unknown> = answer.data?.['resetOathDevices'] ?? {};
  return { ...payload, codes: codesOf(answer) };
}
const deviceWrites = (): string[] =>
  writesTo(on.stage.sandbox).filter((call) => call.includes('/devices/'));

test('a reset is recorded with its actor, reason and devices, and found by its reference number', async () => {
  const { outcome, change, isReplayed } = await resetBy('helen', {
    target: toBob,
    reason: 'lost phone',
    ticket: 'INC-1',
  });
  const id = textAt(change, 'id');

  expect([outcome, isReplayed]).toEqual(['DONE', false]);
  const seen = await on.ask(history, 'helen', { id: 'bob' });
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
  for (const who of ['helen', 'bob'])
    expect((await on.ask(one, who)).data).toEqual({ deviceChange: { id, outcome: 'DONE' } });
  expect(codesOf(await on.ask(one, 'alice'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await on.ask(one))).toEqual(['UNAUTHENTICATED']);
  // An anonymous caller learns nothing about which changes exist.
  expect(codesOf(await on.ask(one.replace(id, 'no-change')))).toEqual(['UNAUTHENTICATED']);
});

test('two changes with one correlation id of the client have two of the gateway (G14)', async () => {
  const as = { ...(await on.signIn('helen')), 'x-correlation-id': 'same' };
  const ids = [];
  for (const id of ['bob', 'alice'])
    ids.push(textAt((await resetBy(as, { target: { user: { id } } }))['change'], 'id'));

  const [one, two] = await Promise.all(ids.map((id) => on.ledger.findChange(id)));
  expect(one?.intent.clientCorrelationId).toBe('same');
  expect(two?.intent.clientCorrelationId).toBe('same');
  expect(one?.intent.correlationId).not.toBe(two?.intent.correlationId);
  expect(one?.intent.correlationId).not.toBe('same');
});

test.each([
  { status: 403, body: { code: 403 }, problem: 'FORBIDDEN', outcome: 'NOT_DONE', proof: 'ANSWER' },
  { status: 200, body: { result: true }, problem: null, outcome: 'UNKNOWN', proof: 'NONE' },
])('of a reset without an effect, answered by $status, the proof is $proof', async (row) => {
  const { status, body, problem, outcome, proof } = row;
  const effect = { kind: 'status', status, body } as const;
  on.stage.sandbox.breakNext({
    match: { method: 'POST', path: /2fa\/oath\?_action=reset/ },
    effect,
  });

  const { change } = await resetBy('helen', { target: toBob });

  const recorded = await on.ledger.findChange(textAt(change, 'id'));
  expect(recorded?.outcome).toMatchObject({
    outcome,
    results: [{ outcome, proof, problem }],
  });
});

test('a client that lost the answer finds its change by the key; other callers do not', async () => {
  const query = `query ($by: DeviceChangeLookup!) { deviceChange(by: $by) { id: reference outcome } }`;
  const find = (who: Who, by: object) => on.ask(query, who, { by });
  const { change } = await resetBy('helen', { target: toBob, idempotencyKey: 'a-key' });
  const id = textAt(change, 'id');

  const answers = await Promise.all([
    find('helen', { idempotencyKey: 'a-key' }),
    find('helen', { idempotencyKey: 'another' }),
    find('oscar', { idempotencyKey: 'a-key' }),
  ]);
  const refused = await Promise.all([
    find('helen', {}),
    find('helen', { idempotencyKey: 'a-key', reference: id }),
  ]);

  expect(answers.map(({ data }) => data?.['deviceChange'])).toEqual([
    { id, outcome: 'DONE' },
    null,
    null,
  ]);
  expect(refused.map(codesOf)).toEqual([['BAD_USER_INPUT'], ['BAD_USER_INPUT']]);
  expect(codesOf(await find('nobody', { idempotencyKey: 'a-key' }))).toEqual(['UNAUTHENTICATED']);
});

describe('a repeat', () => {
  const seen = [deviceIds.bobOath, deviceIds.bobOathSecond].map((id) =>
    idOfDevice('bob', 'OATH', id),
  );
  const resetSeen = (expectedDeviceIds: readonly string[], more = {}): Promise<object> =>
    resetBy('helen', { target: toBob, expectedDeviceIds, ...more });

  test('with a newer list of devices is a new change', async () => {
    const first = await resetSeen(seen.slice(1));
    const second = await resetSeen(seen);
    const third = await resetSeen(seen.toReversed());

    expect(first).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ code: 'DEVICES_CHANGED' }],
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
    await resetBy('helen', { ...input, ...first });

    expect(await resetBy('helen', { ...input, ...second })).toMatchObject({
      outcome: 'NOT_DONE',
      errors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
    expect(deviceWrites()).toHaveLength(writes);
  });
});

test('F2: a third reset of one person is refused, and an administrator may override it with a reason', async () => {
  for (const idempotencyKey of ['1', '2'])
    expect(await resetBy('helen', { target: toBob, idempotencyKey, force: true })).toMatchObject({
      codes: [],
    });
  const input = { target: toBob, idempotencyKey: '3', force: true };
  const override = { ...input, overrideLimit: true };
  const writes = deviceWrites();

  const limited = { codes: ['RATE_LIMITED'] };
  expect(await resetBy('helen', input)).toMatchObject(limited);
  expect(await resetBy('helen', { ...override, reason: 'x' })).toMatchObject(limited);
  expect(await resetBy('oscar', override)).toMatchObject(limited);
  expect(deviceWrites()).toEqual(writes);
  const done = await resetBy('oscar', { ...override, reason: 'both phones lost' });
  expect(done).toMatchObject({ codes: [], errors: [] });
});

test.each([
  { person: 'bob', isAlone: false, privileged: false },
  { person: 'vera', isAlone: false, privileged: true },
  { person: 'bob', isAlone: true, privileged: null },
])(
  'a change of $person by the super user records whether they are privileged: $privileged',
  async ({ person, isAlone, privileged }) => {
    const { ledger, stage } = on;
    const env = isAlone ? { PRIVILEGED_GROUPS: 'executives' } : stage.peer.staffEnv();
    const other = await startTestGateway(stage.peer, { env, ledger, now: () => on.now });
    const input = { target: { user: { id: person } }, force: true };

    const { data } = await other.ask(reset, await on.signIn('amadmin'), { input });
    await other.stop();

    const recorded = await on.ledger.findChange(textAt(data, 'resetOathDevices', 'change', 'id'));
    const entry = `uid="${person}",ou="people",ou="identities"`;
    expect(recorded?.intent.target).toEqual({ id: person, realm: 'alpha', entry, privileged });
  },
);
