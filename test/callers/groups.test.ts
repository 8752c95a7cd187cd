/**
 * Roles by groups as AM returns them (contract U32), with each kind of the gateway's own
 * credential. If privileged people are unknown, staff act for no one (security A21).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  PersonDevicesDocument,
  ResetOathDevicesDocument,
  WhoAmIDocument,
} from '../../packages/client/operations.ts';
import { deviceIds, type FaultEffect } from '../../src/sandbox/index.ts';
import { changeMembers, entryOf } from '../access/members.ts';
import { realmPath } from '../openam/am-rest.ts';
import { callsTo, writesTo } from '../security/am-received.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { bearer, everyCallerEnv, onStage, type Stage, useStage } from '../support/stage.ts';
import { signInsOf } from './am-credentials.ts';

async function rolesOf({ gateway, peer }: Stage, name: string): Promise<unknown> {
  return (await gateway.send(WhoAmIDocument, {}, await peer.signIn(name))).data?.gatewayCaller
    ?.roles;
}

async function resetBy({ gateway, peer }: Stage, name: string, target: string): Promise<string[]> {
  const input = { target: { user: { id: peer.idOf(target) } } };
  return codesOf(await gateway.send(ResetOathDevicesDocument, { input }, await peer.signIn(name)));
}

const groupsBeside = (entry: string, count: number): string[] => [
  entry,
  ...Array.from({ length: count }, (_, index) => `cn=g${index},ou=g,dc=x`),
];

const answers = (uniqueMember: unknown): FaultEffect => ({ kind: 'body', body: { uniqueMember } });

const writesAboutPeople = ({ sandbox }: Stage): string[] =>
  writesTo(sandbox).filter((call) => call.includes('users'));

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  /** The clock advances between tests, so that no group is cached. */
  const stage = useStage(flavor, {
    env: ({ staffEnv }) => staffEnv(),
    now: () => Date.now() + ahead,
  });
  let ahead = 0;

  beforeEach(() => {
    ahead += 31_000;
  });

  test('a group with thousands of members gives its role to its members only', async () => {
    stage.sandbox.configure({ groupFillers: { helpdesk: 5_000, executives: 5_000 } });

    expect(await rolesOf(stage, 'helen')).toEqual(['SELF', 'HELP_DESK']);
    expect(await rolesOf(stage, 'alice')).toEqual(['SELF']);
    expect(await resetBy(stage, 'helen', 'bob')).toEqual([]);
    expect(await resetBy(stage, 'helen', 'vera')).toEqual(['TARGET_PRIVILEGED']);
    expect(await resetBy(stage, 'alice', 'bob')).toEqual(['FORBIDDEN']);
  });

  const executives = '/groups/executives';
  test.each<readonly [string, string, FaultEffect, string]>([
    ['fails', executives, { kind: 'status', status: 500 }, 'UPSTREAM_ERROR'],
    ['is refused', executives, { kind: 'status', status: 403 }, 'FORBIDDEN'],
    ['breaks off', executives, { kind: 'malformed' }, 'UPSTREAM_CONTRACT'],
    ['is a list of objects', executives, answers([{ dn: 'x' }]), 'UPSTREAM_CONTRACT'],
  ])('a group whose answer %s grants nothing', async (_label, path, effect, code) => {
    stage.sandbox.breakNext({ match: { path }, times: Infinity, effect });

    expect(await resetBy(stage, 'helen', 'bob')).toEqual([code]);
    expect(writesAboutPeople(stage)).toEqual([]);
  });

  test.each<readonly [string, isMember: boolean, (entry: string) => string]>([
    ['as it is', true, (entry) => entry],
    ['with blanks everywhere', true, (entry) => ` ${entry.replaceAll(/([,=])/g, ' $1 ')} `],
    ['that begins alike', false, (entry) => entry.replace(',', '2,')],
    ['that ends alike', false, (entry) => entry.replace('=', '=x')],
    ['that is below', false, (entry) => `cn=x,${entry}`],
  ])('peter by his entry %s is a member: %p', async (_label, isMember, spell) => {
    await changeMembers(stage.peer, 'helpdesk', () => [spell(entryOf(stage.peer, 'peter'))]);

    expect(await rolesOf(stage, 'peter')).toEqual(isMember ? ['SELF', 'HELP_DESK'] : ['SELF']);
    expect(await rolesOf(stage, 'helen')).toEqual(['SELF']);
    expect(await resetBy(stage, 'peter', 'bob')).toEqual(isMember ? [] : ['FORBIDDEN']);
  });

  test('a missing group has no members', async () => {
    const env = (peer: Stage['peer']) => ({
      ...peer.staffEnv(),
      HELP_DESK_GROUPS: 'helpdesk, no such group',
    });
    await onStage(flavor, { env }, async (other) => {
      expect(await rolesOf(other, 'helen')).toEqual(['SELF', 'HELP_DESK']);
      expect(await rolesOf(other, 'alice')).toEqual(['SELF']);
      const asked = callsTo(other.sandbox).filter((call) => call.includes('no%20such'));
      expect(new Set(asked)).toEqual(new Set(['GET groups/no%20such%20group']));
    });
  });

  const unknown = ['PRIVILEGE_UNKNOWN'];
  test.each<readonly [string, (entry: string) => unknown[], string[]]>([
    ['nobody can read', () => ['bob', 'somebody'], unknown],
    ['has a type of its own', (entry) => [entry.replace(/^[^=]+/, '1.2.3.4')], unknown],
    ['is one of too many groups', (entry) => groupsBeside(entry, 21), unknown],
    ['is one of many groups', (entry) => groupsBeside(entry, 20), []],
  ])('a privileged group with a member that %s', async (_label, membersOf, codes) => {
    const uniqueMember = membersOf(entryOf(stage.peer, 'vera'));
    const body = { dn: ['cn=executives,ou=g,dc=x'], uniqueMember };
    const match = { path: '/groups/executives' };
    stage.sandbox.breakNext({ match, times: Infinity, effect: { kind: 'body', body } });

    expect(await resetBy(stage, 'helen', 'bob')).toEqual(codes);
    expect(writesAboutPeople(stage)).toHaveLength(codes.length === 0 ? 1 : 0);
  });

  test.each<readonly [string, FaultEffect]>([
    [
      'a 404 that is not about the group takes',
      {
        kind: 'status',
        status: 404,
        body: { code: 404, message: "Resource 'executives' not found" },
      },
    ],
    [
      'a list of names without their entries takes',
      { kind: 'body', body: { members: { uniqueMember: ['vera'] } } },
    ],
  ])('%s no privilege away', async (_label, effect) => {
    const env = everyCallerEnv({ HELP_DESK_GROUPS: '', HELP_DESK_SCOPES: 'desk' });
    await onStage(flavor, { env }, async (other) => {
      other.sandbox.breakNext({ match: { path: '/groups/' }, times: Infinity, effect });
      const input = { target: { user: { id: other.peer.idOf('vera') } } };
      const desk = bearer(other.sandbox, 'helen', { scopes: ['desk'] });

      const codes = codesOf(await other.gateway.send(ResetOathDevicesDocument, { input }, desk));

      expect(codes).toHaveLength(1);
      expect(codes).not.toEqual(['FORBIDDEN']);
      expect(await other.peer.deviceIds('vera', 'OATH')).toEqual([deviceIds.veraOath]);
    });
  });
});

test.each([
  ['of the help desk', 'helpdesk'],
  ['of the privileged', 'executives'],
])('a group %s that is too large to read grants nothing', async (_label, group) => {
  await onStage('pingam', { env: (peer) => peer.staffEnv() }, async (stage) => {
    const { peer, sandbox, gateway } = stage;
    sandbox.configure({ groupFillers: { [group]: 26_000 } });

    const target = { id: peer.idOf('vera') };
    const seen = await gateway.send(PersonDevicesDocument, target, await peer.signIn('helen'));

    expect(codesOf(seen)).toContain('UPSTREAM_CONTRACT');
    expect(JSON.stringify(seen.data)).not.toContain(deviceIds.veraOath);
    expect(await resetBy(stage, 'helen', 'bob')).toEqual(['UPSTREAM_CONTRACT']);
    expect(writesAboutPeople(stage)).toEqual([]);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });
});

describe('a password', () => {
  let peer: SandboxPeer;

  beforeAll(async () => {
    peer = await openSandboxPeer();
  });
  beforeEach(() => peer.restore());
  afterAll(() => peer?.close());

  test.each([
    ['plain', 'diener', 'plain-password'],
    ['with a blank at each end', 'diener', ' plain '],
    ['that looks like an encoded word', 'diener', '=?UTF-8?B?YWJj?='],
    ['with umlauts', 'diener', 'Größe-£-5'],
    ['in Japanese, of somebody with an accent', 'zoë', '名前は何ですか'],
  ])('%s reaches AM unchanged', async (_label, username, password) => {
    await makeDelegate(peer, username, password);
    const helen = await peer.signIn('helen');
    const gateway = await startTestGateway(peer, {
      env: {
        HELP_DESK_GROUPS: 'helpdesk',
        AM_SERVICE_USERNAME: username,
        AM_SERVICE_PASSWORD: password,
        AM_SERVICE_REALM: 'alpha',
      },
    });

    const { data } = await gateway.send(WhoAmIDocument, {}, helen);
    await gateway.stop();

    expect(data?.gatewayCaller?.roles).toEqual(['SELF', 'HELP_DESK']);
    const [signIn] = signInsOf(peer.sandbox);
    expect(signIn?.path).toBe(`/am${realmPath('alpha')}/authenticate`);
    expect(gateway.log.join('')).not.toContain(password);
  });
});

/** Creates a user in alpha who may read users and groups (contract §18 U31). */
async function makeDelegate(peer: SandboxPeer, username: string, password: string): Promise<void> {
  const headers = { ...(await peer.signIn('amadmin')) };
  const json = { username, userpassword: password };
  const people = `${realmPath('alpha')}/users?_action=create`;
  await peer.rest.call(people, { method: 'POST', headers, json });
  await changeMembers(peer, 'admins', (members) => [...members, entryOf(peer, username)]);
}
