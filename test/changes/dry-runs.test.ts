/** The dry run of a removal answers as the removal would, and sends nothing (security F3). */
import { describe, expect, test } from '@jest/globals';
import { flavors, kindsOf, storedDevices } from '../devices/demo-devices.ts';
import { writesTo } from '../security/am-received.ts';
import { useStage } from '../support/stage.ts';

const remove = `mutation ($input: RemoveDeviceInput!) {
  change: removeDevice(input: $input) { outcome removedDevice { amId } errors { code } } }`;

describe.each(flavors)('the dry run of a removal on %s', (flavor) => {
  const stage = useStage(flavor);
  const own = async (input: object): Promise<unknown> => {
    const answer = await stage.gateway.ask(remove, await stage.peer.signIn('bob'), {
      input: { target: { me: true }, dryRun: true, ...input },
    });
    return answer.data?.['change'];
  };

  test.each(kindsOf(flavor))('of $kind names the device and sends nothing', async (demo) => {
    const { kind } = demo;
    const [deviceId] = demo.ids;
    const before = await storedDevices(stage.peer);

    const found = await own({ kind, deviceId });
    const missing = await own({ kind, deviceId: 'another' });

    const removedDevice = { amId: deviceId };
    expect(found).toEqual({ outcome: 'WOULD_REMOVE', removedDevice, errors: [] });
    const errors = [{ code: 'DEVICE_NOT_FOUND' }];
    expect(missing).toEqual({ outcome: 'NOT_DONE', removedDevice: null, errors });
    expect(writesTo(stage.sandbox)).toEqual([]);
    expect(await storedDevices(stage.peer)).toEqual(before);
  });
});
