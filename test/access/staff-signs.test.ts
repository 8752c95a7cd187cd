/** By what staff are known (group, session property, scope), step-up (B1–B3), and a gateway without a credential. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import { bearer, bearerEnv, openStage } from './cast.ts';
import type { Stage } from './cast.ts';
import { credentialOf, writesTo } from './received.ts';

let stage: Stage;

afterEach(() => stage?.close());

async function set(env: Environment = {}): Promise<Stage> {
  stage = await openStage('pingam', { env });
  return stage;
}

const resetBob = 'mutation { resetOathDevices(input: { userId: "bob" }) { outcome } }';
const resetOwn = 'mutation { resetOathDevices(input: {}) { outcome errors { __typename } } }';
const removeBobs =
  'mutation { removeDevice(input: { userId: "bob", kind: OATH, deviceId: "b0b00000-0a70-4000-8000-000000000001" }) { outcome } }';

describe('a session property', () => {
  const signs = { HELP_DESK_PROPERTY: 'desk=help', ADMIN_PROPERTY: 'desk=admin' };

  test.each([
    ['help', [], ['FORBIDDEN']],
    ['admin', [], []],
    ['HELP', ['FORBIDDEN'], ['FORBIDDEN']],
    ['help ', ['FORBIDDEN'], ['FORBIDDEN']],
    ['help,admin', ['FORBIDDEN'], ['FORBIDDEN']],
    ['', ['FORBIDDEN'], ['FORBIDDEN']],
    [undefined, ['FORBIDDEN'], ['FORBIDDEN']],
  ])('desk=%s: reset and remove', async (value, reset, remove) => {
    const { gateway, peer, sandbox } = await set(signs);
    sandbox.setSessionProperty('carol', 'desk', value);
    const carol = await peer.signIn('carol');

    const removed = await gateway.ask(removeBobs, carol);
    const answer = await gateway.ask(resetBob, carol);

    expect([codesOf(answer), codesOf(removed)]).toEqual([reset, remove]);
  });

  test('acts with the credential of the gateway', async () => {
    const { gateway, peer, sandbox } = await set(signs);
    sandbox.setSessionProperty('carol', 'desk', 'help');
    const carol = await peer.signIn('carol');
    sandbox.clearReceived();

    await gateway.ask(resetBob, carol);

    expect(writesTo(sandbox).map((write) => credentialOf(write, carol))).toEqual(['service']);
  });

  test('of another name makes nobody', async () => {
    const { gateway, peer, sandbox } = await set(signs);
    sandbox.setSessionProperty('carol', 'Desk', 'help');

    expect(codesOf(await gateway.ask(resetBob, await peer.signIn('carol')))).toEqual(['FORBIDDEN']);
  });

  test('that is taken away changes nothing from the same moment on', async () => {
    const { gateway, peer, sandbox } = await set(signs);
    sandbox.setSessionProperty('carol', 'desk', 'help');
    const carol = await peer.signIn('carol');
    await gateway.ask('{ user(id: "bob") { id } }', carol);
    sandbox.setSessionProperty('carol', 'desk', undefined);
    sandbox.clearReceived();

    expect(codesOf(await gateway.ask(resetBob, carol))).toEqual(['FORBIDDEN']);
    expect(writesTo(sandbox)).toEqual([]);
  });
});

describe('a scope', () => {
  const signs = { HELP_DESK_SCOPES: 'devices:help-desk', ADMIN_SCOPES: 'devices:admin' };

  test.each([
    [['devices:help-desk'], [], ['FORBIDDEN']],
    [['devices:admin'], [], []],
    [['devices:help-desk', 'devices:admin'], [], []],
    [['DEVICES:ADMIN'], ['FORBIDDEN'], ['FORBIDDEN']],
    [['devices:admin2'], ['FORBIDDEN'], ['FORBIDDEN']],
    [['devices:read', 'devices:reset'], ['FORBIDDEN'], ['FORBIDDEN']],
    [[], ['FORBIDDEN'], ['FORBIDDEN']],
  ])('%j: reset and remove', async (scopes, reset, remove) => {
    const { gateway, sandbox } = await set(signs);
    const carol = bearer(sandbox, 'carol', { scopes });

    const removed = await gateway.ask(removeBobs, carol);
    const answer = await gateway.ask(resetBob, carol);

    expect([codesOf(answer), codesOf(removed)]).toEqual([reset, remove]);
  });

  test('of the help desk does not reach privileged people, other realms and one’s own account', async () => {
    const { gateway, sandbox } = await set(signs);
    const header = bearer(sandbox, 'carol', { scopes: ['devices:help-desk'] });
    sandbox.clearReceived();

    const codes: string[] = [];
    for (const person of ['userId: "vera"', 'userId: "bella", realm: "beta"', 'userId: "carol"']) {
      const query = `mutation { resetOathDevices(input: { ${person} }) { outcome } }`;
      codes.push(...codesOf(await gateway.ask(query, header)));
    }

    expect(codes).toEqual(['TARGET_PRIVILEGED', 'FORBIDDEN', 'OWN_ACCOUNT']);
    expect(writesTo(sandbox)).toEqual([]);
  });
});

describe('security B1: the age of a sign-in', () => {
  const minutesAgo = (minutes: number): number => Math.floor(Date.now() / 1000) - minutes * 60;

  test.each([
    ['11 minutes', { auth_time: minutesAgo(11) }, [['STEP_UP_REQUIRED', 600]]],
    ['9 minutes', { auth_time: minutesAgo(9) }, []],
    ['not known', { auth_time: null }, []],
  ])('of %s where ten are the most', async (_label, claims, refusals) => {
    const { gateway, sandbox } = await set({ STEP_UP_MAX_AGE: '600' });
    const header = bearer(sandbox, 'alice', { claims });
    sandbox.clearReceived();

    const answer = await gateway.ask(resetOwn, header);

    const told = answer.errors.map(({ extensions }) => [
      extensions.code,
      extensions['maxAgeSeconds'],
    ]);
    expect(told).toEqual(refusals);
    expect(writesTo(sandbox)).toHaveLength(refusals.length === 0 ? 1 : 0);
  });

  test('is asked of people who act for themselves only', async () => {
    const { gateway, sandbox } = await set({
      STEP_UP_MAX_AGE: '600',
      HELP_DESK_SCOPES: 'devices:help-desk',
    });
    const claims = { auth_time: minutesAgo(60) };
    const scopes = ['devices:help-desk'];

    const answer = await gateway.ask(resetBob, bearer(sandbox, 'carol', { claims, scopes }));

    expect(answer.data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
  });

  test('is nobody’s business while they only look', async () => {
    const { gateway, sandbox } = await set({ STEP_UP_MAX_AGE: '600' });
    const header = bearer(sandbox, 'alice', { claims: { auth_time: minutesAgo(60) } });

    expect(codesOf(await gateway.ask('{ me { oathDevices { id } } }', header))).toEqual([]);
  });
});

describe('security B3: a stronger sign-in that AM wants', () => {
  const settings = { deviceManagement: 'SAME', gateReset: true } as const;

  test('is told beforehand and as an expected error', async () => {
    const { gateway, peer, sandbox } = await set();
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
    const { gateway, peer, sandbox } = await set();
    sandbox.configure(settings);

    const answer = await gateway.ask(resetBob, await peer.signIn('helen'));

    expect(answer.data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
  });
});

describe('without a credential of its own', () => {
  const none = {
    AM_SERVICE_USERNAME: undefined,
    AM_SERVICE_PASSWORD: undefined,
    HELP_DESK_PROPERTY: 'desk=help',
    HELP_DESK_SCOPES: 'devices:help-desk',
  };

  test.each([
    ['staff by a group', 'group'],
    ['staff by a property', 'property'],
    ['staff by a scope', 'scope'],
    ['a bearer for themselves', 'bearer'],
  ])('the gateway tells %s that it cannot', async (_label, by) => {
    const { gateway, peer, sandbox } = await set(none);
    if (by === 'property') sandbox.setSessionProperty('carol', 'desk', 'help');
    const scopes = by === 'scope' ? ['devices:help-desk'] : ['devices:read', 'devices:reset'];
    const header =
      by === 'group' || by === 'property'
        ? await peer.signIn(by === 'group' ? 'helen' : 'carol')
        : bearer(sandbox, 'alice', { scopes });
    sandbox.clearReceived();

    const answer = await gateway.ask(by === 'bearer' ? resetOwn : resetBob, header);

    expect(answer.data).toEqual({ resetOathDevices: null });
    expect(codesOf(answer)).toEqual(['SERVICE_CREDENTIAL_MISSING']);
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('people with a session serve themselves all the same', async () => {
    const { gateway, peer } = await set(none);

    const answer = await gateway.ask(resetOwn, await peer.signIn('alice'));

    expect(answer.data).toMatchObject({ resetOathDevices: { outcome: 'DONE' } });
  });

  test.each([
    ['groups', { HELP_DESK_GROUPS: 'helpdesk' }, 1],
    ['a property', { ADMIN_PROPERTY: 'desk=admin' }, 1],
    ['scopes', { ADMIN_SCOPES: 'devices:admin' }, 1],
    ['bearers', 'bearers', 1],
    ['nobody who needs it', {}, 0],
  ] as const)('the log says so at the start where there are %s', async (_label, env, count) => {
    const { peer, sandbox } = await set();
    const chosen = env === 'bearers' ? bearerEnv(sandbox) : env;
    const gateway = await startTestGateway(peer, { env: chosen });
    await gateway.stop();

    const warnings = gateway.log.filter((line) => line.includes('SERVICE_CREDENTIAL_MISSING'));
    expect(warnings).toHaveLength(count);
  });
});
