/**
 * The help desk cannot act on privileged users, however a group lists them. If the privileged users
 * are unknown, staff can act on no user (security A21).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { changeMembers, entryOf } from '../access/members.ts';
import { realmPath } from '../openam/am-rest.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { type Peer, peers } from '../support/peer.ts';

const reset =
  'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome } }';
const see = 'query ($id: ID!) { user(id: $id) { id: amId oathDevices { id: amId } } }';

describe.each(peers)('on $name', ({ open }) => {
  let peer: Peer;
  let gateway: TestGateway;
  const opened: TestGateway[] = [];

  beforeAll(async () => {
    peer = await open();
    gateway = await gatewayWith({});
  });
  beforeEach(() => peer.restore());
  afterAll(async () => {
    for (const one of opened) await one.stop();
    await peer?.close();
  });

  test('by nested groups with a cycle', async () => {
    const inner = await makeGroup('inner');
    const innermost = await makeGroup('innermost');
    await changeMembers(peer, 'executives', (members) => [...members, inner]);
    await changeMembers(peer, 'inner', () => [innermost, entryOf(peer, 'carol')]);
    await changeMembers(peer, 'innermost', () => [inner, entryOf(peer, 'bob')]);

    expect(await resetBy('helen', 'bob')).toEqual(['TARGET_PRIVILEGED']);
    expect(await resetBy('helen', 'alice')).toEqual([]);
    await changeMembers(peer, 'helpdesk', () => [inner]);
    expect(await resetBy('carol', 'alice')).toEqual(['FORBIDDEN']);
  });

  test('a privileged group that does not exist', async () => {
    const strict = await gatewayWith({ PRIVILEGED_GROUPS: 'executives,no such group' });
    const over = await gatewayWith({
      PRIVILEGED_GROUPS: 'executives,no such group',
      ADMINS_OVER_PRIVILEGED: 'on',
    });

    expect(await resetBy('helen', 'bob', strict)).toEqual(['PRIVILEGE_UNKNOWN']);
    expect(await resetBy('oscar', 'bob', strict)).toEqual(['PRIVILEGE_UNKNOWN']);
    expect(await resetBy('helen', 'vera', strict)).toEqual(['TARGET_PRIVILEGED']);
    const seen = await strict.ask(see, await peer.signIn('helen'), { id: peer.idOf('bob') });
    expect(codesOf(seen)).toEqual(['PRIVILEGE_UNKNOWN']);
    expect(fieldAt(seen.data, 'user', 'oathDevices')).toBeNull();
    expect(await peer.deviceIds('bob', 'OATH')).toHaveLength(2);
    expect(await resetBy('oscar', 'bob', over)).toEqual([]);
    const ready = await fetch(`${strict.url}/health/ready`);
    expect(await ready.json()).toEqual({ status: 'ready', degraded: ['PRIVILEGE_UNKNOWN'] });
    expect(strict.log.join('')).toContain('realm alpha has no group no such group');
  });

  async function gatewayWith(env: Readonly<Record<string, string>>): Promise<TestGateway> {
    const made = await startTestGateway(peer, { env: { ...peer.staffEnv(), ...env } });
    opened.push(made);
    return made;
  }

  async function resetBy(name: string, target: string, on = gateway): Promise<string[]> {
    const input = { target: { user: { id: peer.idOf(target) } } };
    return codesOf(await on.ask(reset, await peer.signIn(name), { input }));
  }

  /** Creates a group in alpha. Returns the name of its entry. */
  async function makeGroup(name: string): Promise<string> {
    const groups = `${realmPath('alpha')}/groups`;
    const headers = { ...(await peer.signIn('amadmin')) };
    const json = { username: name };
    await peer.rest.call(`${groups}?_action=create`, { method: 'POST', headers, json });
    const { body } = await peer.rest.call(`${groups}/${name}`, { headers });
    return String(listAt(body, 'dn')[0]);
  }
});
