/**
 * How staff are recognised, step-up (B1–B3), a gateway without service credential, and that a token
 * never has more power than its scopes, by group or by role (A18, A20).
 */
import { afterAll, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { actAs, bearer, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { credentialOf, writesTo } from './received.ts';
import { Stages } from './stages.ts';

const stages = new Stages();
afterAll(() => stages.close());

const resetBob =
  'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }';
const resetOwn =
  'mutation { resetOathDevices(input: { target: { me: true } }) { outcome errors { code } } }';
const removeBobs = `mutation { removeDevice(input: { target: { user: { id: "bob" } }, kind: OATH, deviceId: "${deviceIds.bobOath}" }) { outcome } }`;
const helpDesk = 'devices:help-desk';
const signs = {
  ...withLists({
    roles: [
      { role: 'help-desk', property: { name: 'desk', value: 'help' } },
      { role: 'administrator', property: { name: 'desk', value: 'admin' } },
    ],
  }),
  HELP_DESK_SCOPES: helpDesk,
  ADMIN_SCOPES: 'devices:admin',
};
const none = ['FORBIDDEN', 'FORBIDDEN'];

/** carol resets and removes bob's devices: the answers, and whether by her own session. */
async function tryAs({ gateway, sandbox }: Stage, carol: SessionHeader): Promise<unknown[]> {
  sandbox.clearReceived();
  const removed = codesOf(await gateway.ask(removeBobs, carol));
  const reset = codesOf(await gateway.ask(resetBob, carol));
  const done = [reset, removed].filter((codes) => codes.length === 0);
  // What staff may do is done with the credential of the gateway.
  expect(writesTo(sandbox).map((write) => credentialOf(write, carol))).toEqual(
    done.map(() => 'service'),
  );
  return [reset[0], removed[0]];
}

describe('a session property', () => {
  test.each([
    ['desk', 'help', [undefined, 'FORBIDDEN']],
    ['desk', 'admin', [undefined, undefined]],
    ['desk', 'HELP', none],
    ['desk', 'help,admin', none],
    ['desk', undefined, none],
    ['Desk', 'help', none],
  ])('%s=%s: reset and remove', async (name, value, codes) => {
    const stage = await stages.with(signs);
    stage.sandbox.setSessionProperty('carol', name, value);

    expect(await tryAs(stage, await stage.peer.signIn('carol'))).toEqual(codes);
  });

  test('that is taken away changes nothing from the same moment on', async () => {
    const stage = await stages.with(signs);
    stage.sandbox.setSessionProperty('carol', 'desk', 'help');
    const carol = await stage.peer.signIn('carol');
    const before = await stage.gateway.ask('{ user(id: "bob") { id: amId } }', carol);
    stage.sandbox.setSessionProperty('carol', 'desk', undefined);

    expect(codesOf(before)).toEqual([]);
    expect(await tryAs(stage, carol)).toEqual(none);
  });
});

describe('security B1: the age of a sign-in, at most ten minutes,', () => {
  const minutesAgo = (minutes: number): number => Math.floor(Date.now() / 1000) - minutes * 60;
  const own = ['devices:read', 'devices:reset'];
  const tooOld = [{ extensions: { code: 'STEP_UP_REQUIRED', maxAgeSeconds: 600 } }];
  const look = '{ me { oathDevices { id: amId } } }';

  test.each([
    ['of 11 minutes is too old for a change', minutesAgo(11), own, resetOwn, tooOld],
    ['of 9 minutes is not', minutesAgo(9), own, resetOwn, []],
    ['that a token does not say is too old', null, own, resetOwn, tooOld],
    ['is asked of people who act for themselves only', minutesAgo(60), [helpDesk], resetBob, []],
    ['does not matter to a look', minutesAgo(60), own, look, []],
  ])('%s', async (...[, auth_time, scopes, query, refusals]) => {
    const { gateway, sandbox } = await stages.with({ ...signs, STEP_UP_MAX_AGE: '600' });

    const claims = { auth_time };
    const answer = await gateway.ask(query, bearer(sandbox, 'alice', { claims, scopes }));

    expect(answer.errors).toMatchObject(refusals);
    expect(answer.errors).toHaveLength(refusals.length);
    const isDone = refusals.length === 0 && query.startsWith('mutation');
    expect(writesTo(sandbox)).toHaveLength(isDone ? 1 : 0);
  });
});

describe('security B3: a stronger sign-in that AM wants', () => {
  const settings = { deviceManagement: 'SAME' } as const;

  test('is reported beforehand and as an expected error', async () => {
    const { gateway, peer, sandbox } = await stages.with();
    sandbox.configure(settings);
    const alice = await peer.signIn('alice');

    const before = await gateway.ask('{ me { oathDevices { canManage } } }', alice);
    const answer = await gateway.ask(resetOwn, alice);

    expect(before.data).toEqual({ me: { oathDevices: [{ canManage: false }] } });
    expect(answer.errors).toEqual([]);
    const errors = [{ code: 'STEP_UP_REQUIRED' }];
    expect(answer.data).toMatchObject({ resetOathDevices: { errors } });
    expect(await peer.deviceIds('alice', 'OATH')).toHaveLength(1);
  });
});

describe('with a credential that AM rejects', () => {
  const env = { ...signs, AM_SERVICE_PASSWORD: 'wr0ng' };

  test.each([
    ['staff by a group', 'helen', resetBob],
    ['staff by a property', 'carol', resetBob],
    ['staff by a scope', `alice ${helpDesk}`, resetBob],
    ['a bearer for themselves', 'alice devices:read devices:reset', resetOwn],
  ])('the gateway tells %s that it cannot', async (_label, who, query) => {
    const stage = await stages.with(env);
    stage.sandbox.setSessionProperty('carol', 'desk', 'help');

    const answer = await stage.gateway.ask(query, await actAs(stage, who));

    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(codesOf(answer)).toEqual(['SERVICE_CREDENTIAL_MISSING']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

test.each([
  ['nobody', null],
  ['alice', '8.0.1'],
  ['alice openid', null],
  ['alice devices:reset', null],
  ['alice devices:read', '8.0.1'],
  [`alice ${helpDesk}`, '8.0.1'],
  ['alice devices:admin', '8.0.1'],
])('the version of AM is read only for callers who may see people: %s', async (who, version) => {
  const stage = await stages.with(signs);
  const as = await actAs(stage, who);
  await stage.gateway.ask('{ user(id: "bob") { id } }', await actAs(stage, 'alice devices:admin'));
  stage.sandbox.clearReceived();

  const answer = await stage.gateway.ask('{ gatewayCapabilities { product version } }', as);

  const paths = stage.sandbox.received().map(({ path }) => path);
  expect(answer).toMatchObject({
    errors: [],
    data: { gatewayCapabilities: { product: 'PINGAM', version } },
  });
  expect(paths.filter((path) => path.includes('serverinfo/version'))).toHaveLength(
    version === null ? 0 : 1,
  );
});

describe('a change shows only what its caller may see of the person', () => {
  const me = 'target: { me: true }';
  const device = `${me}, kind: OATH, deviceId: "${deviceIds.aliceOath}"`;
  const removed = { name: "Alice's phone" };
  const outcome = 'DONE';
  const resetMore = 'outcome removedDevices { name }';
  const all = { results: [{ outcome }] };
  const run = (stage: Stage, as: SessionHeader, [field, input, more]: readonly string[]) =>
    stage.gateway.ask(
      `mutation { told: ${field}(input: { ${input} }) { user { email status } ${more} errors { code } } }`,
      as,
    );

  test.each<readonly [string, string, string, hidden: readonly string[], told: object]>([
    ['resetOathDevices', me, resetMore, [], { outcome, removedDevices: [removed] }],
    ['resetPushDevices', me, 'outcome', [], { outcome }],
    ['resetDevices', `${me}, kinds: [OATH]`, 'results { outcome }', [], all],
    [
      'removeDevice',
      device,
      'outcome removedDevice { name }',
      [],
      { outcome, removedDevice: removed },
    ],
    ['renameDevice', `${device}, name: "new"`, 'outcome device { name }', ['device'], { outcome }],
  ])('%s, by a token that may only change', async (...row) => {
    const [field, input, more, hidden, told] = row;
    const stage = await stages.with({});

    const as = await actAs(stage, 'alice devices:reset');
    const { data, errors } = await run(stage, as, [field, input, more]);

    const nulls = Object.fromEntries(['user', ...hidden].map((name) => [name, null]));
    expect(data).toEqual({ told: { ...nulls, errors: [], ...told } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      ['user', ...hidden].map((name) => [['told', name], 'INSUFFICIENT_SCOPE']),
    );
    expect(writesTo(stage.sandbox)).toHaveLength(1);
  });

  test('a missing person is no refusal', async () => {
    const stage = await stages.with({});
    const input = 'target: { user: { id: "not-there" } }';

    const helen = await stage.peer.signIn('helen');
    const { data, errors } = await run(stage, helen, ['resetOathDevices', input, 'outcome']);

    const missing = [{ code: 'USER_NOT_FOUND' }];
    expect(data).toEqual({ told: { user: null, outcome: 'NOT_DONE', errors: missing } });
    expect(errors).toEqual([]);
  });
});
