/** One device is removed or renamed, every kind on every flavour; AM's own REST confirms it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { RemoveDeviceDocument, RenameDeviceDocument } from '../../src/client/operations.ts';
import { deviceIds, secretMarks } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, realmPath } from '../openam/am-rest.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { writesTo } from '../security/am-received.ts';
import { flavors, idsOf, kindsOf, missingKindsOf, storedDevices } from './demo-devices.ts';

describe.each(flavors)('on %s', (flavor) => {
  let peer: SandboxPeer;
  let sandbox: Sandbox;
  let gateway: TestGateway;
  let bob: SessionHeader;

  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
    ({ sandbox } = peer);
    gateway = await startTestGateway(peer);
  });
  beforeEach(async () => {
    await peer.restore();
    bob = await peer.signIn('bob');
  });
  afterAll(async () => {
    await gateway?.stop();
    await peer?.close();
  });

  const marksIn = (text: string): string[] =>
    secretMarks.filter((mark) => [text, ...gateway.log].join('').includes(mark));

  test.each(kindsOf(flavor))('$kind: one is removed, all others stay', async (demo) => {
    const before = await storedDevices(peer);
    sandbox.clearReceived();
    const [deviceId] = demo.ids;
    const input = { kind: demo.kind, deviceId };

    const answer = await gateway.send(RemoveDeviceDocument, { input }, bob);
    const writes = writesTo(sandbox);
    const again = await gateway.send(RemoveDeviceDocument, { input }, bob);

    expect(answer.errors).toEqual([]);
    expect(answer.data?.removeDevice).toEqual({
      outcome: 'DONE',
      removedDevice: expect.objectContaining({ id: deviceId, kind: demo.kind, name: demo.name }),
      errors: [],
    });
    expect(writes).toEqual([`DELETE ${placeOf(demo.path)}/${encodeURIComponent(deviceId)}`]);
    expect(again.data?.removeDevice).toMatchObject(notFound);
    expect(writesTo(sandbox)).toEqual(writes);
    const [, ...others] = before[demo.kind];
    expect(await storedDevices(peer)).toEqual({ ...before, [demo.kind]: others });
    // DELETE answers with the whole record (U7).
    expect(marksIn(answer.text)).toEqual([]);
  });

  const renamable = kindsOf(flavor).filter(({ label }) => label !== null && flavor !== 'openam');
  test('one is renamed, and the record goes back whole', async () => {
    for (const demo of renamable) {
      const before = await storedDevices(peer);
      const [deviceId] = demo.ids;
      const listed = await listedAs(bob, demo.path, deviceId);
      sandbox.clearReceived();

      const input = { kind: demo.kind, deviceId, name: `New <name> of ${demo.kind} 名前` };
      const answer = await gateway.send(RenameDeviceDocument, { input }, bob);

      expect(answer.errors).toEqual([]);
      expect(answer.data?.renameDevice).toEqual({
        outcome: 'DONE',
        device: { id: deviceId, kind: demo.kind, name: input.name },
        errors: [],
      });
      expect(writesTo(sandbox)).toEqual([
        `PUT ${placeOf(demo.path)}/${encodeURIComponent(deviceId)}`,
      ]);
      const label = String(demo.label);
      const sent: unknown = JSON.parse(bodyOfPut());
      expect(sent).toEqual({ ...Object(listed), [label]: input.name });
      const [first, ...others] = before[demo.kind];
      const renamed = [{ ...Object(first), [label]: input.name }, ...others];
      expect(await storedDevices(peer)).toEqual({ ...before, [demo.kind]: renamed });
      expect(marksIn(answer.text)).toEqual([]);
    }
  });

  test('what cannot be renamed is said to be so, and nothing is sent', async () => {
    const before = await storedDevices(peer);
    sandbox.clearReceived();
    const fixed = kindsOf(flavor).filter((demo) => !renamable.includes(demo));

    for (const { kind, ids } of fixed) {
      const input = { kind, deviceId: ids[0], name: 'new' };
      const { data, errors } = await gateway.send(RenameDeviceDocument, { input }, bob);

      expect(errors).toEqual([]);
      expect(data?.renameDevice?.errors).toMatchObject([{ __typename: 'NotSupportedUpstream' }]);
      expect(data?.renameDevice?.outcome).not.toBe('DONE');
    }
    expect(writesTo(sandbox)).toEqual([]);
    expect(fixed.length).toBeGreaterThan(0);
    expect(await storedDevices(peer)).toEqual(before);
  });

  test('a kind that the product lacks can be neither removed nor renamed', async () => {
    const missing = missingKindsOf(flavor);
    for (const { kind, ids } of missing) {
      const device = { kind, deviceId: ids[0] };
      const removal = await gateway.send(RemoveDeviceDocument, { input: device }, bob);
      const input = { ...device, name: 'new' };
      const renaming = await gateway.send(RenameDeviceDocument, { input }, bob);

      const refused = { outcome: null, errors: [{ __typename: 'NotSupportedUpstream' }] };
      expect(removal.data?.removeDevice).toMatchObject(refused);
      expect(renaming.data?.renameDevice).toMatchObject(refused);
    }
    expect(sandbox.received().filter(({ path }) => path.includes('/devices/'))).toEqual([]);
  });

  const notFound = {
    outcome: null,
    errors: [{ __typename: 'DeviceNotFound', path: ['input', 'deviceId'] }],
  };
  test.each([
    ['nobody has', 'OATH', '00000000-0000-4000-8000-00000000ffff'],
    ['somebody else has', 'OATH', deviceIds.aliceOath],
    ['is of another kind', 'OATH', deviceIds.bobPush],
    ['is written in capitals', 'OATH', deviceIds.bobOath.toUpperCase()],
    ['is the name in place of the id', 'TRUSTED', 'trusted-name'],
  ] as const)(
    'a device that %s is not found, and nothing is sent',
    async (_label, kind, deviceId) => {
      sandbox.clearReceived();

      const removal = await gateway.send(RemoveDeviceDocument, { input: { kind, deviceId } }, bob);
      const input = { kind, deviceId, name: 'new' };
      const renaming = await gateway.send(RenameDeviceDocument, { input }, bob);

      expect(removal.data?.removeDevice).toMatchObject(notFound);
      expect(renaming.data?.renameDevice).toMatchObject(notFound);
      expect(writesTo(sandbox)).toEqual([]);
      expect(await peer.deviceIds('alice', 'OATH')).toEqual([deviceIds.aliceOath]);
    },
  );

  test('an administrator removes and renames by the service credential', async () => {
    const staff = await startTestGateway(peer, { env: peer.staffEnv() });
    const oscar = await peer.signIn('oscar');
    const told: unknown[] = [];
    for (const { kind, ids } of kindsOf(flavor)) {
      const device = { userId: peer.idOf('bob'), kind, deviceId: ids[0] };
      const renaming = { input: { ...device, name: 'by staff' } };
      const renamed = await staff.send(RenameDeviceDocument, renaming, oscar);
      const removed = await staff.send(RemoveDeviceDocument, { input: device }, oscar);
      told.push([renamed.data?.renameDevice?.outcome === 'DONE', removed.data?.removeDevice]);
    }
    await staff.stop();

    expect(told).toMatchObject(
      kindsOf(flavor).map((demo) => {
        const isRenamed = renamable.includes(demo);
        const name = isRenamed ? 'by staff' : demo.name;
        return [isRenamed, { outcome: 'DONE', removedDevice: { id: demo.ids[0], name } }];
      }),
    );
    const left = await storedDevices(peer);
    const ids = kindsOf(flavor).map((demo) => idsOf(left[demo.kind], demo));
    expect(ids.flat()).toEqual([deviceIds.bobOathSecond]);
  });

  function placeOf(path: string): string {
    const isMoved = path === 'push' && flavor !== 'openam';
    return `users/${peer.idOf('bob')}/devices/${isMoved ? '2fa/push' : path}`;
  }

  /** A device as AM lists it to its owner, in full. */
  async function listedAs(as: SessionHeader, path: string, id: string): Promise<unknown> {
    const place = `${realmPath('alpha')}/${placeOf(path)}?_queryFilter=true`;
    const { body } = await peer.rest.call(place, { resource: '1.0', headers: { ...as } });
    return listAt(body, 'result').find((item) => fieldAt(item, '_id') === id);
  }

  function bodyOfPut(): string {
    return sandbox.received().find(({ method }) => method === 'PUT')?.body ?? '';
  }
});
