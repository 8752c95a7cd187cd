/** Roles by groups, as AM lets groups be seen (contract U32): large ones, missing ones, odd spellings. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { changeMembers, entryOf } from '../access/members.ts';
import {
  PersonDevicesDocument,
  ResetOathDevicesDocument,
  WhoAmIDocument,
} from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import { callsTo, writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { onStage, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

async function rolesOf({ gateway, peer }: Stage, name: string): Promise<unknown> {
  return (await gateway.send(WhoAmIDocument, {}, await peer.signIn(name))).data?.viewer.roles;
}

async function resetBy({ gateway, peer }: Stage, name: string, target: string): Promise<string[]> {
  const input = { userId: peer.idOf(target) };
  return codesOf(await gateway.send(ResetOathDevicesDocument, { input }, await peer.signIn(name)));
}

const writesAboutPeople = ({ sandbox }: Stage): string[] =>
  writesTo(sandbox).filter((call) => call.includes('users'));

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let stage: Stage;
  /** The clock is put on between tests, so that no group is remembered. */
  let ahead = 0;

  beforeAll(async () => {
    const env = (peer: Stage['peer']) => peer.staffEnv();
    stage = await openStage(flavor, { env, now: () => Date.now() + ahead });
  });
  beforeEach(() => {
    stage.restart();
    ahead += 31_000;
  });
  afterAll(() => stage?.close());

  test('a group of thousands makes its members what they are, and nobody else', async () => {
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
    ['fails, as of every group,', '/groups/', { kind: 'status', status: 500 }, 'UPSTREAM_ERROR'],
    ['is refused', executives, { kind: 'status', status: 403 }, 'FORBIDDEN'],
    ['is cut', executives, { kind: 'cut', when: 'before' }, 'UPSTREAM_UNAVAILABLE'],
    ['breaks off', executives, { kind: 'malformed' }, 'UPSTREAM_CONTRACT'],
    [
      'is a list of objects',
      executives,
      { kind: 'body', body: { uniqueMember: [{ dn: 'x' }] } },
      'UPSTREAM_CONTRACT',
    ],
    ['is one text', executives, { kind: 'body', body: { uniqueMember: 'x' } }, 'UPSTREAM_CONTRACT'],
  ])('a group whose answer %s grants nothing', async (_label, path, effect, code) => {
    stage.sandbox.breakNext({ match: { path }, times: Infinity, effect });

    expect(await resetBy(stage, 'helen', 'bob')).toEqual([code]);
    expect(writesAboutPeople(stage)).toEqual([]);
  });

  test.each<readonly [string, isMember: boolean, (entry: string) => string]>([
    ['as it is', true, (entry) => entry],
    ['in capitals', true, (entry) => entry.toUpperCase()],
    ['with blanks after commas', true, (entry) => entry.replaceAll(',', ', ')],
    ['with blanks everywhere', true, (entry) => ` ${entry.replaceAll(/([,=])/g, ' $1 ')} `],
    ['that begins alike', false, (entry) => entry.replace(',', '2,')],
    ['that ends alike', false, (entry) => entry.replace('=', '=x')],
    ['that goes on', false, (entry) => `${entry},dc=example`],
    ['that is a part', false, (entry) => entry.split(',')[0] ?? ''],
    ['that is below', false, (entry) => `cn=x,${entry}`],
  ])('peter by his entry %s is a member: %p', async (_label, isMember, spell) => {
    await changeMembers(stage.peer, 'helpdesk', () => [spell(entryOf(stage.peer, 'peter'))]);

    expect(await rolesOf(stage, 'peter')).toEqual(isMember ? ['SELF', 'HELP_DESK'] : ['SELF']);
    expect(await rolesOf(stage, 'helen')).toEqual(['SELF']);
    expect(await resetBy(stage, 'peter', 'bob')).toEqual(isMember ? [] : ['FORBIDDEN']);
  });

  test('a group that there is not has no members, and the log says so', async () => {
    const env = (peer: Stage['peer']) => ({
      ...peer.staffEnv(),
      HELP_DESK_GROUPS: 'helpdesk, no such group',
    });
    await onStage(flavor, { env }, async (other) => {
      expect(await rolesOf(other, 'helen')).toEqual(['SELF', 'HELP_DESK']);
      expect(await rolesOf(other, 'alice')).toEqual(['SELF']);
      expect(other.gateway.log.join('')).toContain('realm alpha has no group no such group');
      const asked = callsTo(other.sandbox).filter((call) => call.includes('no%20such'));
      expect(new Set(asked)).toEqual(new Set(['GET groups/no%20such%20group']));
    });
  });

  test('a 404 that is not about the group takes no privilege away', async () => {
    const env = (peer: Stage['peer']) => ({
      ...peer.staffEnv(),
      HELP_DESK_GROUPS: '',
      HELP_DESK_PROPERTY: 'role=help',
      AM_GROUPS_VERSION: '9.0',
    });
    await onStage(flavor, { env }, async (other) => {
      other.sandbox.setSessionProperty('helen', 'role', 'help');

      const codes = await resetBy(other, 'helen', 'vera');

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
