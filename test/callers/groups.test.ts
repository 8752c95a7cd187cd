/** Roles by groups, as AM lets groups be seen (contract U32): large ones, missing ones, odd spellings. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  PersonDevicesDocument,
  ResetOathDevicesDocument,
  WhoAmIDocument,
} from '../../src/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { realmPath } from '../openam/am-rest.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { callsTo, writesTo } from '../security/am-received.ts';

const spellings: readonly (readonly [label: string, spell: (entry: string) => string])[] = [
  ['as it is', (entry) => entry],
  ['in capitals', (entry) => entry.toUpperCase()],
  ['with blanks after commas', (entry) => entry.replaceAll(',', ', ')],
  ['with blanks around everything', (entry) => ` ${entry.replaceAll(/([,=])/g, ' $1 ')} `],
];

describe.each(['pingam', 'aic', 'openam'] as const)('on %s', (flavor) => {
  let peer: SandboxPeer;
  let sandbox: Sandbox;
  let gateway: TestGateway;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
    ({ sandbox } = peer);
  });
  beforeEach(async () => {
    await peer.restore();
    gateway = await startTestGateway(peer, { env: peer.staffEnv() });
  });
  afterEach(() => gateway.stop());
  afterAll(() => peer?.close());

  const rolesOf = async (name: string): Promise<readonly string[] | undefined> =>
    (await gateway.send(WhoAmIDocument, {}, await peer.signIn(name))).data?.viewer.roles;
  const resetBy = async (name: string, target: string): Promise<string[]> => {
    const input = { userId: peer.idOf(target) };
    return codesOf(
      await gateway.send(ResetOathDevicesDocument, { input }, await peer.signIn(name)),
    );
  };
  const entryOf = (name: string): string => {
    if (flavor === 'aic') {
      return `fr-idm-uuid=${peer.idOf(name)},ou=user,o=alpha,o=root,ou=identities`;
    }
    const suffix = flavor === 'openam' ? 'dc=openam,dc=example,dc=org' : 'ou=identities';
    return `uid=${name},ou=people,${suffix}`;
  };
  const setMembers = async (group: string, uniqueMember: readonly string[]): Promise<void> => {
    const answer = await peer.rest.call(`${realmPath('alpha')}/groups/${group}`, {
      method: 'PUT',
      headers: { ...(await peer.signIn('amadmin')) },
      json: { uniqueMember },
    });
    if (answer.status !== 200) throw new Error(`AM answered ${answer.status}`);
  };

  test('a group of thousands makes its members what they are, and nobody else', async () => {
    sandbox.configure({ groupFillers: { helpdesk: 5_000, executives: 5_000 } });

    expect(await rolesOf('helen')).toEqual(['SELF', 'HELP_DESK']);
    expect(await rolesOf('alice')).toEqual(['SELF']);
    expect(await resetBy('helen', 'bob')).toEqual([]);
    expect(await resetBy('helen', 'vera')).toEqual(['TARGET_PRIVILEGED']);
    expect(await resetBy('alice', 'bob')).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['of the help desk', 'helpdesk'],
    ['of the privileged', 'executives'],
  ])('a group %s that is too large to read grants nothing', async (_label, group) => {
    sandbox.configure({ groupFillers: { [group]: 26_000 } });
    const helen = await peer.signIn('helen');
    const target = { id: peer.idOf('vera') };

    const seen = await gateway.send(PersonDevicesDocument, target, helen);
    const reset = await resetBy('helen', 'bob');

    expect(codesOf(seen)).toContain('UPSTREAM_CONTRACT');
    expect(JSON.stringify(seen.data)).not.toContain(deviceIds.veraOath);
    expect(reset).toEqual(['UPSTREAM_CONTRACT']);
    expect(writesTo(sandbox).filter((call) => call.includes('users'))).toEqual([]);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  test.each<{ label: string; effect: FaultEffect; code: string }>([
    { label: 'fails', effect: { kind: 'status', status: 500 }, code: 'UPSTREAM_ERROR' },
    { label: 'is refused', effect: { kind: 'status', status: 403 }, code: 'FORBIDDEN' },
    { label: 'is cut', effect: { kind: 'cut', when: 'before' }, code: 'UPSTREAM_UNAVAILABLE' },
    { label: 'breaks off', effect: { kind: 'malformed' }, code: 'UPSTREAM_CONTRACT' },
    {
      label: 'is a list of objects',
      effect: { kind: 'body', body: { uniqueMember: [{ dn: 'x' }] } },
      code: 'UPSTREAM_CONTRACT',
    },
    {
      label: 'is one text',
      effect: { kind: 'body', body: { uniqueMember: 'x' } },
      code: 'UPSTREAM_CONTRACT',
    },
  ])('a group whose answer $label grants nothing', async ({ effect, code }) => {
    sandbox.breakNext({ match: { path: '/groups/executives' }, times: Infinity, effect });

    const codes = await resetBy('helen', 'bob');

    expect(codes).toEqual([code]);
    expect(writesTo(sandbox).filter((call) => call.includes('users'))).toEqual([]);
  });

  test('a group that there is not has no members, and the log says so', async () => {
    await gateway.stop();
    const env = { ...peer.staffEnv(), HELP_DESK_GROUPS: 'helpdesk, no such group' };
    gateway = await startTestGateway(peer, { env });

    expect(await rolesOf('helen')).toEqual(['SELF', 'HELP_DESK']);
    expect(await rolesOf('alice')).toEqual(['SELF']);
    expect(gateway.log.join('')).toContain('realm alpha has no group no such group');
    const asked = callsTo(sandbox).filter((call) => call.includes('no%20such'));
    expect(new Set(asked)).toEqual(new Set(['GET groups/no%20such%20group']));
  });

  test('a 404 that is not about the group takes no privilege away', async () => {
    await gateway.stop();
    const env = { ...peer.staffEnv(), HELP_DESK_GROUPS: '', HELP_DESK_PROPERTY: 'role=help' };
    gateway = await startTestGateway(peer, { env: { ...env, AM_GROUPS_VERSION: '9.0' } });
    sandbox.setSessionProperty('helen', 'role', 'help');

    const codes = await resetBy('helen', 'vera');

    expect(codes).toHaveLength(1);
    expect(codes).not.toEqual(['FORBIDDEN']);
    expect(await peer.deviceIds('vera', 'OATH')).toEqual([deviceIds.veraOath]);
  });

  test.each(spellings)('a member is found %s', async (_label, spell) => {
    await setMembers('helpdesk', [spell(entryOf('peter'))]);

    expect(await rolesOf('peter')).toEqual(['SELF', 'HELP_DESK']);
    expect(await rolesOf('helen')).toEqual(['SELF']);
  });

  test.each<readonly [string, (entry: string) => string]>([
    ['begins alike', (entry) => entry.replace(',', '2,')],
    ['ends alike', (entry) => entry.replace('=', '=x')],
    ['goes on', (entry) => `${entry},dc=example`],
    ['is a part of it', (entry) => entry.split(',')[0] ?? ''],
    ['is below it', (entry) => `cn=x,${entry}`],
  ])('an entry whose name %s is somebody else', async (_label, change) => {
    await setMembers('helpdesk', [change(entryOf('peter'))]);

    expect(await rolesOf('peter')).toEqual(['SELF']);
    expect(await resetBy('peter', 'bob')).toEqual(['FORBIDDEN']);
  });

  test('of another realm with the same name makes nobody help desk here', async () => {
    await gateway.stop();
    const env = { ...peer.staffEnv(), AM_REALMS: 'alpha,beta' };
    gateway = await startTestGateway(peer, { env });
    const hektor = await peer.signIn('hektor');

    const input = { userId: peer.idOf('bob'), realm: 'alpha' };
    const reset = await gateway.send(ResetOathDevicesDocument, { input }, hektor);

    expect(codesOf(reset)).toEqual(['FORBIDDEN']);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });

  test('is remembered for reading, and asked anew for a change', async () => {
    const helen = await peer.signIn('helen');
    const bob = { id: peer.idOf('bob') };
    await gateway.send(PersonDevicesDocument, bob, helen);
    await gateway.send(PersonDevicesDocument, bob, helen);
    const asked = callsTo(sandbox).filter((call) => call === 'GET groups/helpdesk');
    await setMembers('helpdesk', []);

    const reset = await resetBy('helen', 'bob');

    expect(asked).toHaveLength(1);
    expect(reset).toEqual(['FORBIDDEN']);
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
  });
});
