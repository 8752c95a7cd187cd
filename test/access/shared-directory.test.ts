/**
 * Two served realms on one directory, as the sub-realms of OpenAM have by default: a person is the
 * same person through either of them (security A24). beta has a directory of its own.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { createPerson } from './crowd.ts';
import { changeDocument, changes } from './changes.ts';
import { changeMembers } from './members.ts';
import { writesTo } from './received.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;
let now: number;

const env = {
  ...staffScopes,
  AM_REALMS: 'tenant=/,alpha,beta',
  ADMIN_GROUPS: 'tenant:admins',
  PRIVILEGED_GROUPS: 'tenant:executives',
  HELP_DESK_REALMS: 'tenant:alpha,tenant:beta',
  STEP_UP_MAX_AGE: '300',
  LIMIT_STAFF_CHANGES: 'none',
  LIMIT_PERSON_CHANGES: '1/24h',
};

describe.each(['openam', 'pingam'] as const)('on %s', (flavor) => {
  beforeEach(async () => {
    now = Date.now();
    ledger = await openTestLedger({ now: () => now });
    stage = await openStage(flavor, { env: everyCallerEnv(env), ledger });
  });
  afterEach(async () => {
    await stage?.close();
    await ledger?.close();
  });

  test('the start names the realms that share a directory, and no other', () => {
    const lines = stage.gateway.log.filter((line) => line.includes('share a directory'));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('The realms tenant and alpha share a directory');
  });

  describe.each(['help-desk', 'admin'])('a token of tenant with the scope %s', (scope) => {
    const isPermitted = (change: string): boolean =>
      scope === 'admin' || change.startsWith('reset') || change === 'endSessions';

    test.each(changes)('cannot do $name to its own person through alpha', async (change) => {
      const document = changeDocument([change], { id: 'hugo', realm: 'alpha', spelling: 'plain' });

      const answer = await stage.gateway.ask(document, tokenOf('hugo', `devices:${scope}`));

      expect(codesOf(answer)).toEqual([isPermitted(change.name) ? 'OWN_ACCOUNT' : 'FORBIDDEN']);
      expect(writesTo(stage.sandbox)).toEqual([]);
    });

    test('can reset another person through alpha, and a namesake in beta', async () => {
      const as = tokenOf('hugo', `devices:${scope}`);
      await createPerson(stage, {
        username: 'hugo',
        realm: 'beta',
        headers: await stage.peer.signIn('amadmin'),
      });

      expect(await reset(as, 'bob', 'alpha')).toEqual('DONE');
      expect(await reset(as, 'hugo', 'beta')).toEqual('NOTHING_TO_RESET');
    });
  });

  test('a person of alpha without a role is refused their own name in tenant unread', async () => {
    const bob = await stage.peer.signIn('bob');
    stage.sandbox.clearReceived();

    expect(await reset(bob, 'bob', 'tenant')).toBe('FORBIDDEN');
    const inTenant = ({ path }: { path: string }): boolean => path.includes('/realms/root/users/');
    expect(stage.sandbox.received().filter(inTenant)).toEqual([]);
  });

  test.each([
    ['ada, an administrator of tenant', 'ada', 'TARGET_PRIVILEGED'],
    ['vera, an executive of tenant', 'vera', 'TARGET_PRIVILEGED'],
    ['bob', 'bob', 'DONE'],
  ])('the help desk of alpha resets %s: %s is %s', async (_label, name, outcome) => {
    const helen = await stage.peer.signIn('helen');

    expect(await reset(helen, name, 'alpha')).toBe(outcome);
  });

  test('if the groups of tenant cannot be read, the help desk of alpha acts for no person', async () => {
    const helen = await stage.peer.signIn('helen');
    const match = { path: '/realms/root/groups/executives' };
    stage.sandbox.breakNext({ match, times: Infinity, effect: { kind: 'status', status: 500 } });

    expect(await reset(helen, 'bob', 'alpha')).toBe('UPSTREAM_ERROR');
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('if a member of a group of tenant cannot be read, the help desk of alpha acts for no person', async () => {
    await changeMembers(stage.peer, 'executives', (members) => [...members, 'somebody']);
    const helen = await stage.peer.signIn('helen');
    stage.sandbox.clearReceived();

    expect(await reset(helen, 'bob', 'alpha')).toBe('PRIVILEGE_UNKNOWN');
    const list = '{ realmHistory(realm: "alpha") { edges { cursor } } }';
    expect(codesOf(await stage.gateway.ask(list, helen))).toEqual(['PRIVILEGE_UNKNOWN']);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test('a reset by staff ends the sessions of the person in both realms, and no other', async () => {
    const others = [await stage.peer.signIn('alice'), await stage.peer.signIn('helen')];
    const own = [await stage.peer.signIn('bob'), await stage.peer.signIn('bob', '/')];

    expect(await reset(tokenOf('helen', 'devices:help-desk'), 'bob', 'alpha')).toBe('DONE');

    const roles = await Promise.all(
      [...own, ...others].map((as) => stage.gateway.ask('{ caller { realm } }', as)),
    );
    expect(roles.map(({ data }) => fieldAt(data, 'caller', 'realm'))).toEqual([
      null,
      null,
      'alpha',
      'alpha',
    ]);
  });

  test('the limit of a person counts the changes through both realms', async () => {
    const desk = tokenOf('helen', 'devices:help-desk');

    expect(await reset(desk, 'bob', 'tenant')).toBe('DONE');
    expect(await reset(desk, 'bob', 'alpha')).toBe('RATE_LIMITED');
    expect(await reset(desk, 'alice', 'alpha')).toBe('DONE');
  });

  test('two changes through two realms are kept apart', async () => {
    const gate = Promise.withResolvers<void>();
    const match = { method: 'DELETE', path: '/realms/root/users/bob/devices' };
    stage.sandbox.breakNext({ match, effect: { kind: 'hook', run: () => gate.promise } });
    const first = remove(tokenOf('oscar', 'devices:admin'), 'tenant', deviceIds.bobOath);
    await until('the first write came', () => writesTo(stage.sandbox).length > 0);
    const second = remove(tokenOf('rita', 'devices:admin'), 'alpha', deviceIds.bobOathSecond);
    await until('the second list was read', () => listsInAlpha() > 0);
    // Time enough for a write that does not wait.
    for (let round = 0; round < 5; round += 1) await stage.gateway.ask('{ caller { realm } }');
    const writes = writesTo(stage.sandbox).length;
    gate.resolve();

    expect([await first, await second, writes]).toEqual(['DONE', 'DONE', 1]);
    expect(await stage.peer.deviceIds('bob', 'OATH')).toEqual([]);
  });

  test('one key through both realms is one change', async () => {
    const desk = tokenOf('helen', 'devices:help-desk');
    const first = await send(desk, 'bob', 'tenant', ', idempotencyKey: "key-1"');
    const writes = writesTo(stage.sandbox).length;

    const second = await send(desk, 'bob', 'alpha', ', idempotencyKey: "key-1"');

    expect(fieldAt(second.data, 'reset', 'isReplayed')).toBe(true);
    expect(fieldAt(second.data, 'reset', 'change')).toEqual(fieldAt(first.data, 'reset', 'change'));
    expect(writesTo(stage.sandbox)).toHaveLength(writes);
  });

  test('the history of a person has the changes through every realm that the caller sees', async () => {
    const desk = tokenOf('helen', 'devices:help-desk');
    await reset(desk, 'bob', 'tenant');
    await send(desk, 'bob', 'alpha', ', kinds: [PUSH]');

    expect(await historyOf(desk, 'alpha')).toEqual(['alpha', 'tenant']);
    expect(await historyOf(await stage.peer.signIn('helen'), 'alpha')).toEqual(['alpha']);
    expect(await historyOf(await stage.peer.signIn('bob'), 'alpha')).toEqual(['alpha', 'tenant']);
    expect(await historyOf(await stage.peer.signIn('bob', '/'), 'tenant')).toEqual([
      'alpha',
      'tenant',
    ]);
  });

  test('a person sees a change of themselves by its number, through either realm', async () => {
    const desk = tokenOf('helen', 'devices:help-desk');
    const { data } = await send(desk, 'bob', 'tenant');
    const id = String(fieldAt(data, 'reset', 'change', 'id'));
    const query = `{ deviceChange(id: "${id}") { realm } }`;

    const seen = await Promise.all(
      [
        await stage.peer.signIn('bob'),
        await stage.peer.signIn('bob', '/'),
        await stage.peer.signIn('alice'),
        bearer(stage.sandbox, 'bob', { scopes: ['devices:reset'] }),
      ].map((as) => stage.gateway.ask(query, as)),
    );

    expect(seen.map((answer) => fieldAt(answer.data, 'deviceChange'))).toEqual([
      { realm: 'tenant' },
      { realm: 'tenant' },
      null,
      null,
    ]);
    expect(seen.map(codesOf)).toEqual([[], [], ['FORBIDDEN'], ['FORBIDDEN']]);
  });
});

/** A token of a person of tenant with an old sign-in and without a scope for their own devices. */
function tokenOf(person: string, scope: string): SessionHeader {
  const signedIn = Math.floor(Date.now() / 1000) - 3_600;
  const claims = { realm: '/', auth_time: signedIn };
  return bearer(stage.sandbox, person, { scopes: [scope], claims });
}

/** Sends a reset, ten seconds after the last change, so that it is not a double click. */
function send(
  as: SessionHeader,
  id: string,
  realm: string,
  more = '',
): Promise<ClientAnswer<Record<string, never>>> {
  now += 10_000;
  const [mutation, selected] = more.includes('kinds')
    ? ['resetDevices', '']
    : ['resetOathDevices', 'outcome'];
  return stage.gateway.ask(
    `mutation { reset: ${mutation}(input: { target: { user: { id: "${id}", realm: "${realm}" } }${more} }) {
      ${selected} isReplayed change { id } } }`,
    as,
  );
}

/** The outcome of a reset, or the code of its refusal. */
async function reset(as: SessionHeader, id: string, realm: string): Promise<string> {
  const answer = await send(as, id, realm);
  return codesOf(answer).join() || String(fieldAt(answer.data, 'reset', 'outcome'));
}

async function remove(as: SessionHeader, realm: string, deviceId: string): Promise<string> {
  const { data } = await stage.gateway.ask(
    `mutation { removeDevice(input: { target: { user: { id: "bob", realm: "${realm}" } },
      kind: OATH, deviceId: "${deviceId}", overrideLimit: true, reason: "lost" }) { outcome } }`,
    as,
  );
  return String(fieldAt(data, 'removeDevice', 'outcome'));
}

/** How many lists of bob's devices AM has received through alpha. */
function listsInAlpha(): number {
  const place = '/realms/alpha/users/bob';
  return stage.sandbox
    .received()
    .filter(({ method, path }) => method === 'GET' && path.includes(`${place}/devices/2fa/oath`))
    .length;
}

/** The realms of the changes in bob's history. */
async function historyOf(as: SessionHeader, realm: string): Promise<unknown[]> {
  const { data } = await stage.gateway.ask(
    `{ user(id: "bob", realm: "${realm}") { history { edges { node { realm } } } } }`,
    as,
  );
  return listAt(data, 'user', 'history', 'edges').map((edge) => fieldAt(edge, 'node', 'realm'));
}
