/**
 * Two served realms on one directory, as the sub-realms of OpenAM have by default: a person is the
 * same person through either of them (security A24). beta has a directory of its own. How the
 * ledger counts them is in test/ledger/shared-directory.test.ts.
 */
import { expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { aPerson } from '../ledger/builders.ts';
import { until } from '../reliability/am-traffic.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import type { Who } from '../support/ledger-stage.ts';
import { bearer } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { createPerson } from './crowd.ts';
import { changeDocument, changes } from './changes.ts';
import { changeMembers } from './members.ts';
import { writesTo } from './received.ts';
import { RecordStage, type Answer } from './record-stage.ts';

const env = {
  AM_REALMS: 'tenant=/,alpha,beta',
  ADMIN_GROUPS: 'tenant:admins',
  PRIVILEGED_GROUPS: 'tenant:executives',
  ...withLists({
    access: {
      acrossRealms: [
        { staffOf: 'tenant', actIn: 'alpha' },
        { staffOf: 'tenant', actIn: 'beta' },
      ],
    },
    limits: { staffChanges: [], personChanges: [{ most: 1, within: '24h' }] },
  }),
  STEP_UP_MAX_AGE: '300',
};

const records = new RecordStage({ flavor: 'openam', env });

/** A token of a person of tenant with an old sign-in, without a scope for their own devices. */
const tokenOf = (person: string, scope: string): Who =>
  bearer(records.stage.sandbox, person, {
    scopes: [`devices:${scope}`],
    claims: { realm: '/', auth_time: Math.floor(records.now / 1000) - 3_600 },
  });
const desk = (): Who => tokenOf('helen', 'help-desk');

/** Sends a reset, ten seconds after the last change, so that it is not a double click. */
function send(as: Who, id: string, realm: string, more = ''): Promise<Answer> {
  records.now += 10_000;
  const [mutation, selected] = more.includes('kinds')
    ? ['resetDevices', '']
    : ['resetOathDevices', 'outcome'];
  const input = `{ target: { user: { id: "${id}", realm: "${realm}" } }${more} }`;
  return records.ask(
    `mutation { reset: ${mutation}(input: ${input}) { ${selected} isReplayed change { id: reference } } }`,
    as,
  );
}

/** The outcome of a reset, or the code of its refusal. */
async function reset(as: Who, id: string, realm: string): Promise<string> {
  const answer = await send(as, id, realm);
  return codesOf(answer).join() || String(fieldAt(answer.data, 'reset', 'outcome'));
}

test('the start names the realms that share a directory, and no other', () => {
  const lines = records.stage.gateway.log.filter((line) => line.includes('share a directory'));

  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('The realms tenant and alpha share a directory');
});

test.each(['help-desk', 'admin'])(
  'a token of tenant with the scope %s cannot change its own person through alpha, but others, and a namesake in beta',
  async (scope) => {
    for (const change of changes) {
      const about = { id: 'hugo', realm: 'alpha' };
      const answer = await records.ask(changeDocument([change], about), tokenOf('hugo', scope));
      const isPermitted = scope === 'admin' || !/^(remove|rename)/.test(change.name);
      const code = isPermitted ? 'OWN_ACCOUNT' : 'FORBIDDEN';
      expect([change.name, ...codesOf(answer)]).toEqual([change.name, code]);
    }
    expect(writesTo(records.stage.sandbox)).toEqual([]);

    const headers = await records.signIn('amadmin');
    await createPerson(records.stage, { username: 'hugo', realm: 'beta', headers });
    expect(await reset(tokenOf('hugo', scope), 'bob', 'alpha')).toBe('DONE');
    expect(await reset(tokenOf('hugo', scope), 'hugo', 'beta')).toBe('NOTHING_TO_RESET');
  },
);

test.each([
  ['ada, an administrator of tenant', 'ada', 'TARGET_PRIVILEGED'],
  ['vera, an executive of tenant', 'vera', 'TARGET_PRIVILEGED'],
  ['bob', 'bob', 'DONE'],
])('the help desk of alpha resets %s: %s is %s', async (_label, name, outcome) => {
  expect(await reset('helen', name, 'alpha')).toBe(outcome);
});

test('if the groups of tenant cannot be read, the help desk of alpha acts for no person', async () => {
  const match = { path: '/realms/root/groups/executives' };
  const effect = { kind: 'status', status: 500 } as const;
  records.stage.sandbox.breakNext({ match, times: Infinity, effect });

  expect(await reset('helen', 'bob', 'alpha')).toBe('UPSTREAM_ERROR');
  expect(writesTo(records.stage.sandbox)).toEqual([]);
});

test('if a member of a group of tenant cannot be read, the help desk of alpha acts for no person', async () => {
  const { peer, sandbox } = records.stage;
  await changeMembers(peer, 'executives', (members) => [...members, 'somebody']);
  sandbox.clearReceived();

  expect(await reset('helen', 'bob', 'alpha')).toBe('PRIVILEGE_UNKNOWN');
  const list = '{ realmHistory(realm: "alpha") { edges { cursor } } }';
  expect(codesOf(await records.ask(list, 'helen'))).toEqual(['PRIVILEGE_UNKNOWN']);
  expect(writesTo(sandbox)).toEqual([]);
});

test('a reset by staff ends the sessions of the person in both realms, and no other', async () => {
  const others = [await records.signIn('alice'), await records.signIn('helen')];
  const own = [await records.signIn('bob'), await records.signIn('bob', '/')];

  expect(await reset(desk(), 'bob', 'alpha')).toBe('DONE');

  const realms: unknown[] = [];
  for (const as of [...own, ...others])
    realms.push(
      fieldAt(
        (await records.ask('{ gatewayCaller { realm } }', as)).data,
        'gatewayCaller',
        'realm',
      ),
    );
  expect(realms).toEqual([null, null, 'alpha', 'alpha']);
});

test('the limit of a person counts the changes through both realms', async () => {
  expect(await reset(desk(), 'bob', 'tenant')).toBe('DONE');
  expect(await reset(desk(), 'bob', 'alpha')).toBe('RATE_LIMITED');
  expect(await reset(desk(), 'alice', 'alpha')).toBe('DONE');
});

test('two changes through two realms are kept apart', async () => {
  const { sandbox, peer } = records.stage;
  const remove = async (as: Who, realm: string, deviceId: string): Promise<unknown> => {
    const more = `kind: OATH, deviceId: "${deviceId}", overrideLimit: true, reason: "lost"`;
    const input = `{ target: { user: { id: "bob", realm: "${realm}" } }, ${more} }`;
    const { data } = await records.ask(
      `mutation { removeDevice(input: ${input}) { outcome } }`,
      as,
    );
    return fieldAt(data, 'removeDevice', 'outcome');
  };
  const listsInAlpha = (): number =>
    sandbox
      .received()
      .filter(({ method, path }) =>
        /GET.*\/alpha\/users\/bob\/devices\/2fa\/oath/.test(method + path),
      ).length;
  const gate = Promise.withResolvers<void>();
  const match = { method: 'DELETE', path: '/realms/root/users/bob/devices' };
  sandbox.breakNext({ match, effect: { kind: 'hook', run: () => gate.promise } });

  const first = remove(tokenOf('oscar', 'admin'), 'tenant', deviceIds.bobOath);
  await until('the first write came', () => writesTo(sandbox).length > 0);
  const second = remove(tokenOf('rita', 'admin'), 'alpha', deviceIds.bobOathSecond);
  await until('the second list was read', () => listsInAlpha() > 0);
  // Time enough for a write that does not wait.
  for (let round = 0; round < 5; round += 1) await records.ask('{ gatewayCaller { realm } }');
  const writes = writesTo(sandbox).length;
  gate.resolve();

  expect([await first, await second, writes]).toEqual(['DONE', 'DONE', 1]);
  expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
});

test('the history of a person has the changes through every realm that the caller sees', async () => {
  await reset(desk(), 'bob', 'tenant');
  await send(desk(), 'bob', 'alpha', ', kinds: [PUSH]');
  const seenBy = async (as: Who, realm = 'alpha'): Promise<unknown[]> => {
    const history = '{ history { edges { node { realm } } } }';
    const { data } = await records.ask(`{ user(id: "bob", realm: "${realm}") ${history} }`, as);
    const edges = listAt(data, 'user', 'history', 'edges');
    return edges.map((edge) => fieldAt(edge, 'node', 'realm'));
  };

  expect(await seenBy(desk())).toEqual(['alpha', 'tenant']);
  expect(await seenBy('helen')).toEqual(['alpha']);
  expect(await seenBy('bob')).toEqual(['alpha', 'tenant']);
  expect(await seenBy(await records.signIn('bob', '/'), 'tenant')).toEqual(['alpha', 'tenant']);
});

test('a person sees a change of themselves by its number, through either realm', async () => {
  const { data } = await send(desk(), 'bob', 'tenant');
  const id = String(fieldAt(data, 'reset', 'change', 'id'));

  const seen: unknown[] = [];
  for (const as of ['bob', await records.signIn('bob', '/'), 'alice', 'bob devices:reset']) {
    const answer = await records.ask(`{ deviceChange(by: { reference: "${id}" }) { realm } }`, as);
    seen.push(codesOf(answer)[0] ?? fieldAt(answer.data, 'deviceChange', 'realm'));
  }

  expect(seen).toEqual(['tenant', 'tenant', 'FORBIDDEN', 'FORBIDDEN']);
});

test('a level of the other realm halves the limits that are shown beforehand', async () => {
  const other = await records.openGateway(
    withLists({ limits: { personChanges: [{ most: 2, within: '24h' }] } }),
  );
  const limitsOf = async (): Promise<unknown> => {
    const query =
      '{ user(id: "bob", realm: "tenant") { callerCan(action: RESET, kind: OATH) { obstacles(of: [LIMITS]) { kinds limit } } } }';
    const { data } = await other.gateway.ask(query, await other.peer.signIn('amadmin'));
    return fieldAt(data, 'user', 'callerCan', 'obstacles');
  };
  await records.record({ target: aPerson({ realm: 'tenant' }) });

  const before = await limitsOf();
  const end = new Date(records.now + 3_600_000).toISOString();
  const level = {
    realm: 'alpha',
    level: 'GUARDED',
    until: end,
    reason: 'calls',
    actor: null,
  } as const;
  await records.ledger.threats?.set({ ...level, isFresh: false, correlationId: null });
  const after = await limitsOf();
  await other.close();

  expect([before, after]).toEqual([[], [{ kinds: ['OATH'], limit: 'PERSON_CHANGES' }]]);
});
