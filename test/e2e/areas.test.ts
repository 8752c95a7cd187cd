/** The examples of docs/areas.md, in each personality, and on a real OpenAM (security A34). */
import { afterAll, describe, expect, test } from '@jest/globals';
import { entryOf } from '../access/members.ts';
import { areaExample, exampleIssuer } from '../support/area-example.ts';
import { realmPath } from '../openam/am-rest.ts';
import { codesOf } from '../support/gateway.ts';
import { type Peer, peers } from '../support/peer.ts';
import { usePeer } from './peer-stage.ts';

const groups = {
  'north-desk': ['hugo'],
  'north-people': ['bob'],
  'south-desk': ['helen'],
  'south-people': ['alice'],
  'acme-desk': ['hugo'],
};
const reset =
  'mutation ($id: ID!) { resetOathDevices(input: { target: { user: { id: $id } } }) { outcome } }';

/** Groups as the page names them, beside those of the cast; hugo is in no other one. */
async function plantGroups(peer: Peer): Promise<void> {
  await forEachGroup(peer, async (path, call) => {
    const name = path.split('/').at(-1) ?? '';
    await call(`${path.slice(0, -name.length - 1)}?_action=create`, 'POST', { username: name });
    const members = Object.entries(groups).find(([group]) => group === name)?.[1] ?? [];
    const uniqueMember = members.map((member) => entryOf(peer, member));
    await call(path, 'PUT', { uniqueMember });
  });
}

type Call = (path: string, method: 'POST' | 'PUT' | 'DELETE', json?: object) => Promise<void>;

async function forEachGroup(
  peer: Peer,
  act: (path: string, call: Call) => Promise<void>,
): Promise<void> {
  const admin = { ...(await peer.signIn('amadmin')) };
  const call: Call = async (path, method, json = {}) => {
    const headers = method === 'DELETE' ? { ...admin, 'If-Match': '*' } : admin;
    const { status } = await peer.rest.call(path, { method, headers, resource: '3.0', json });
    if (status >= 400 && status !== 404 && status !== 409)
      throw new Error(`AM answered ${status} to ${method} ${path}`);
  };
  for (const name of Object.keys(groups)) await act(`${realmPath('alpha')}/groups/${name}`, call);
}

describe.each(peers)('on $name', (one) => {
  const stages = ['north', 'acme'].map((area) => ({
    area,
    stage: usePeer(one, (peer) => ({
      ...peer.staffEnv(),
      ...exampleIssuer,
      ...areaExample(area),
    })),
  }));

  test.each(stages)(
    'staff of $area reset bob, find him, and no one else',
    async ({ area, stage }) => {
      const { peer, gateway } = stage;
      await plantGroups(peer);
      await peer.plant('bob', { employeeNumber: ['Acme'] });
      const hugo = await peer.signIn('hugo');
      const ask = (name: string) => gateway.ask(reset, hugo, { id: peer.idOf(name) });

      expect(codesOf(await ask('alice'))).toEqual(['FORBIDDEN']);
      const missing = peer.flavor === 'aic' ? '00000000-0000-4000-8000-00000000dead' : 'not-there';
      expect(codesOf(await ask(missing))).toEqual(['FORBIDDEN']);
      expect(await peer.deviceIds('alice', 'OATH')).not.toEqual([]);
      expect((await ask('bob')).data).toEqual({ resetOathDevices: { outcome: 'DONE' } });
      expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
      const { data } = await gateway.ask(
        '{ gatewayCaller { roles areas } bob: users(search: "bob") { nodes { amId } } alice: users(search: "alice") { nodes { amId } } }',
        hugo,
      );
      expect(data).toMatchObject({
        gatewayCaller: { roles: ['SELF', 'HELP_DESK'], areas: [area] },
        bob: { nodes: [{ amId: peer.idOf('bob') }] },
        alice: { nodes: [] },
      });
    },
  );

  afterAll(async () => {
    const peer = await one.open();
    await forEachGroup(peer, (path, call) => call(path, 'DELETE'));
    await peer.close();
  });
});
