/** Stored profiles with odd values, as scripts write them (contract §3.12, design D29). */
import { describe, expect, test } from '@jest/globals';
import { anOathDevice } from '../contract/stored-devices.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { peers } from '../support/peer.ts';
import { usePeer } from './peer-stage.ts';

const list = 'query ($id: ID!) { user(id: $id) { oathDevices { amId name lastUsedAt } } }';
const reset = (options: string): string =>
  `mutation ($id: ID!) { resetOathDevices(input: { target: { user: { id: $id } }${options} }) {
    outcome isVerified removedDevices { amId } } }`;
const remove = `mutation ($id: ID!, $device: ID!) {
  removeDevice(input: { target: { user: { id: $id } }, deviceId: $device }) { outcome } }`;

const odd = [
  { label: 'a name that is a number', own: { deviceName: 5 }, name: null },
  { label: 'a time that is a text', own: { lastLogin: 'yesterday' }, name: 'OATH Device' },
  { label: 'a time of -1', own: { lastLogin: -1 }, name: 'OATH Device' },
];

describe.each(peers)('on $name', (one) => {
  const on = usePeer(one, (peer) => peer.staffEnv());

  /** Gives carol two devices, the first one odd, and asks as oscar. */
  async function askWith(own: object, query: string): Promise<{ data: unknown; ids: string[] }> {
    const { peer, gateway } = on;
    const devices = [anOathDevice({ ...own }), anOathDevice({ deviceName: 'sound' })];
    const ids = devices.map(({ uuid }) => uuid);
    await peer.plant('carol', { oathDeviceProfiles: devices.map(({ text }) => text) });
    const id = peer.idOf('carol');
    const variables = { id, device: idOfDevice(id, 'OATH', ids[0] ?? '') };
    const { data, errors } = await gateway.ask(query, await peer.signIn('oscar'), variables);
    expect(errors).toEqual([]);
    return { data, ids };
  }

  test.each(odd)('$label is listed as absent', async ({ own, name }) => {
    const { data, ids } = await askWith(own, list);

    const [amId, sound] = ids;
    const lastUsedAt = null;
    const devices = [
      { amId, name, lastUsedAt },
      { amId: sound, name: 'sound', lastUsedAt },
    ];
    expect(listAt(fieldAt(data, 'user'), 'oathDevices')).toHaveLength(devices.length);
    expect(data).toEqual({ user: { oathDevices: expect.arrayContaining(devices) } });
  });

  test.each(odd)('$label does not prevent a removal', async ({ own }) => {
    const { data, ids } = await askWith(own, remove);

    expect(data).toEqual({ removeDevice: { outcome: 'DONE' } });
    expect(await on.peer.deviceIds('carol', 'OATH')).toEqual(ids.slice(1));
  });

  test.each(odd.flatMap((row) => ['', ', force: true'].map((options) => ({ ...row, options }))))(
    '$label does not prevent a reset$options',
    async ({ own, options }) => {
      const { data, ids } = await askWith(own, reset(options));

      const removedDevices = expect.arrayContaining(ids.map((amId) => ({ amId })));
      const done = { outcome: 'DONE', isVerified: true, removedDevices };
      expect(data).toEqual({ resetOathDevices: done });
      expect(await on.peer.deviceIds('carol', 'OATH')).toEqual([]);
    },
  );
});
