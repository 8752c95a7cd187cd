/** How staff are recognised, step-up (B1–B3), and a gateway without service credential. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, type Stage } from '../support/stage.ts';
import { credentialOf, writesTo } from './received.ts';
import { Stages } from './stages.ts';

const stages = new Stages();
afterAll(() => stages.close());

const resetBob =
  'mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }';
const resetOwn =
  'mutation { resetOathDevices(input: { target: { me: true } }) { outcome errors { __typename } } }';
const removeBobs = `mutation { removeDevice(input: { target: { user: { id: "bob" } }, kind: OATH, deviceId: "${deviceIds.bobOath}" }) { outcome } }`;
const helpDesk = 'devices:help-desk';
const signs = {
  HELP_DESK_PROPERTY: 'desk=help',
  ADMIN_PROPERTY: 'desk=admin',
  HELP_DESK_SCOPES: helpDesk,
  ADMIN_SCOPES: 'devices:admin',
};

const none = ['FORBIDDEN', 'FORBIDDEN'];
const helps = [undefined, 'FORBIDDEN'];
const administers = [undefined, undefined];

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
    ['desk', 'help', helps],
    ['desk', 'admin', administers],
    ['desk', 'HELP', none],
    ['desk', 'help ', none],
    ['desk', 'help,admin', none],
    ['desk', '', none],
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

describe('a scope', () => {
  test.each([
    ['privileged people', 'target: { user: { id: "vera" } }', 'TARGET_PRIVILEGED'],
    ['other realms', 'target: { user: { id: "bella", realm: "beta" } }', 'FORBIDDEN'],
    ['one’s own account', 'target: { user: { id: "carol" } }', 'OWN_ACCOUNT'],
  ])('of the help desk does not reach %s', async (_label, person, code) => {
    const { gateway, sandbox } = await stages.with(signs);
    const query = `mutation { resetOathDevices(input: { ${person} }) { outcome } }`;

    const answer = await gateway.ask(query, bearer(sandbox, 'carol', { scopes: [helpDesk] }));

    expect(codesOf(answer)).toEqual([code]);
    expect(writesTo(sandbox)).toEqual([]);
  });
});

describe('security B1: the age of a sign-in, at most ten minutes,', () => {
  const minutesAgo = (minutes: number): number => Math.floor(Date.now() / 1000) - minutes * 60;
  const own = ['devices:read', 'devices:reset'];
  const tooOld = [{ extensions: { code: 'STEP_UP_REQUIRED', maxAgeSeconds: 600 } }];

  test.each([
    ['of 11 minutes is too old for a change', minutesAgo(11), own, resetOwn, tooOld],
    ['of 9 minutes is not', minutesAgo(9), own, resetOwn, []],
    ['that nobody knows is not', null, own, resetOwn, []],
    ['is asked of people who act for themselves only', minutesAgo(60), [helpDesk], resetBob, []],
    ['does not matter to a look', minutesAgo(60), own, '{ me { oathDevices { id: amId } } }', []],
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
  const settings = { deviceManagement: 'SAME', gateReset: true } as const;

  test('is reported beforehand and as an expected error', async () => {
    const { gateway, peer, sandbox } = await stages.with();
    sandbox.configure(settings);
    const alice = await peer.signIn('alice');

    const before = await gateway.ask('{ me { oathDevices { canManage } } }', alice);
    const answer = await gateway.ask(resetOwn, alice);

    expect(before.data).toEqual({ me: { oathDevices: [{ canManage: false }] } });
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      resetOathDevices: { errors: [{ __typename: 'StepUpRequired' }] },
    });
    expect(await peer.deviceIds('alice', 'OATH')).toHaveLength(1);
  });

  test('does not stop the help desk', async () => {
    const { gateway, peer, sandbox } = await stages.with();
    sandbox.configure(settings);

    const answer = await gateway.ask(resetBob, await peer.signIn('helen'));

    expect(answer.data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
  });
});

describe('without a credential of its own', () => {
  const env = { ...signs, AM_SERVICE_USERNAME: undefined, AM_SERVICE_PASSWORD: undefined };
  const scoped =
    (person: string, ...scopes: string[]) =>
    ({ sandbox }: Stage) =>
      bearer(sandbox, person, { scopes });

  test.each<readonly [string, (stage: Stage) => SessionHeader | Promise<SessionHeader>, string]>([
    ['staff by a group', ({ peer }) => peer.signIn('helen'), resetBob],
    ['staff by a property', ({ peer }) => peer.signIn('carol'), resetBob],
    ['staff by a scope', scoped('alice', helpDesk), resetBob],
    ['a bearer for themselves', scoped('alice', 'devices:read', 'devices:reset'), resetOwn],
  ])('the gateway tells %s that it cannot', async (_label, signIn, query) => {
    const stage = await stages.with(env);
    stage.sandbox.setSessionProperty('carol', 'desk', 'help');

    const answer = await stage.gateway.ask(query, await signIn(stage));

    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(codesOf(answer)).toEqual(['SERVICE_CREDENTIAL_MISSING']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('people with a session serve themselves all the same', async () => {
    const { gateway, peer } = await stages.with(env);

    const answer = await gateway.ask(resetOwn, await peer.signIn('alice'));

    expect(answer.data).toMatchObject({ resetOathDevices: { outcome: 'DONE' } });
  });
});
