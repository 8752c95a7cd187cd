/** One device is removed or renamed, every kind on every flavour; AM's own REST confirms it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { RemoveDeviceDocument, RenameDeviceDocument } from '../../packages/client/operations.ts';
import type { DeviceKind } from '../../src/domain/devices/device.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { realmPath } from '../openam/am-rest.ts';
import { writesTo } from '../security/am-received.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt, listAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { openStage, useStage, type Stage } from '../support/stage.ts';
import {
  demoOf,
  kindsOf,
  missingKindsOf,
  placeOf,
  recordOf,
  secretsIn,
  storedDevices,
  typeOf,
  type DemoKind,
} from './demo-devices.ts';

const target = { me: true };

// AIC changes devices as PingAM does; test/access/changes.test.ts tries each mutation on it.
describe.each(['pingam', 'openam'] as const)('on %s', (flavor) => {
  const stage = useStage(flavor);
  let bob: SessionHeader;

  beforeEach(async () => {
    bob = await stage.peer.signIn('bob');
  });

  const remove = (kind: DeviceKind, deviceId: string) =>
    stage.gateway.send(RemoveDeviceDocument, { input: { target, kind, deviceId } }, bob);
  const rename = (kind: DeviceKind, deviceId: string, name = 'new') =>
    stage.gateway.send(RenameDeviceDocument, { input: { target, kind, deviceId, name } }, bob);
  const globalId = (kind: DeviceKind, id: string): string =>
    idOfDevice(stage.peer.idOf('bob'), kind, id);
  const renamable = kindsOf(flavor).filter(({ label }) => label !== null && flavor !== 'openam');

  test.each(kindsOf(flavor))('$kind: one is removed, all others stay', async (demo) => {
    const { peer, sandbox } = stage;
    const before = await storedDevices(peer);
    sandbox.clearReceived();
    const [deviceId] = demo.ids;

    const answer = await remove(demo.kind, deviceId);
    const writes = writesTo(sandbox);
    const again = await remove(demo.kind, deviceId);

    expect(answer.errors).toEqual([]);
    expect(answer.data?.removeDevice).toMatchObject({
      __typename: 'RemoveDevicePayload',
      outcome: 'DONE',
      removedDevice: { deviceId: globalId(demo.kind, deviceId), kind: demo.kind, name: demo.name },
      errors: [],
    });
    expect(writes).toEqual([`DELETE ${placeOf(peer, demo)}/${encodeURIComponent(deviceId)}`]);
    expect(again.data?.removeDevice).toMatchObject(notFound);
    expect(writesTo(sandbox)).toEqual(writes);
    const [, ...others] = before[demo.kind];
    expect(await storedDevices(peer)).toEqual({ ...before, [demo.kind]: others });
    // DELETE answers with the whole record (U7).
    expect(secretsIn(stage, answer.text)).toEqual([]);
  });

  test('one is renamed, and the record goes back whole', async () => {
    const { peer, sandbox } = stage;
    for (const demo of renamable) {
      const before = await storedDevices(peer);
      const [deviceId] = demo.ids;
      const listed = await listedAs(bob, demo);
      sandbox.clearReceived();

      const name = `New <name> of ${demo.kind} 名前`;
      const answer = await rename(demo.kind, deviceId, name);

      expect(answer.errors).toEqual([]);
      const { kind } = demo;
      const device = { __typename: typeOf(demo), id: globalId(kind, deviceId), kind, name };
      expect(answer.data?.renameDevice).toMatchObject({
        __typename: 'RenameDevicePayload',
        outcome: 'DONE',
        isReplayed: false,
        device,
        devicesByKind: [{ kind, devices: expect.arrayContaining([device]) }],
        user: { __typename: 'User', id: idOfPerson(peer.idOf('bob')) },
        errors: [],
      });
      expect(writesTo(sandbox)).toEqual([
        `PUT ${placeOf(peer, demo)}/${encodeURIComponent(deviceId)}`,
      ]);
      const label = String(demo.label);
      const put = sandbox.received().find(({ method }) => method === 'PUT');
      expect(JSON.parse(put?.body ?? '')).toEqual({ ...Object(listed), [label]: name });
      const [first, ...others] = before[demo.kind];
      const renamed = [{ ...Object(first), [label]: name }, ...others];
      expect(await storedDevices(peer)).toEqual({ ...before, [demo.kind]: renamed });
      expect(secretsIn(stage, answer.text)).toEqual([]);
    }
    expect(renamable).toHaveLength(flavor === 'openam' ? 0 : 5);
  });

  test('a kind that cannot be renamed is refused, and nothing is sent', async () => {
    const before = await storedDevices(stage.peer);
    const fixed = kindsOf(flavor).filter((demo) => !renamable.includes(demo));
    for (const { kind, ids } of fixed) {
      const { data, errors } = await rename(kind, ids[0]);

      expect(errors).toEqual([]);
      expect(data?.renameDevice?.errors).toMatchObject([{ code: 'NOT_SUPPORTED' }]);
      expect(data?.renameDevice?.outcome).not.toBe('DONE');
    }
    expect(fixed).toHaveLength(flavor === 'openam' ? 3 : 1);
    expect(writesTo(stage.sandbox)).toEqual([]);
    expect(await storedDevices(stage.peer)).toEqual(before);
  });

  if (flavor === 'openam') {
    test.each(missingKindsOf(flavor))('$kind can be neither removed nor renamed', async (demo) => {
      const removal = await remove(demo.kind, demo.ids[0]);
      const renaming = await rename(demo.kind, demo.ids[0]);

      const refused = { outcome: 'NOT_DONE', errors: [{ code: 'NOT_SUPPORTED' }] };
      expect(removal.data?.removeDevice).toMatchObject(refused);
      expect(renaming.data?.renameDevice).toMatchObject(refused);
      const { sandbox } = stage;
      const place = `/devices/${demo.path}`;
      expect(sandbox.received().filter(({ path }) => path.includes(place))).toEqual([]);
      expect(writesTo(sandbox)).toEqual([]);
    });
  }

  const notFound = {
    outcome: 'NOT_DONE',
    errors: [{ code: 'DEVICE_NOT_FOUND', path: ['input', 'deviceId'] }],
  };

  test('every listed device is removed by its listed id, except one without an id', async () => {
    const oath = demoOf('OATH');
    const records = [...oath.ids, undefined].map((id) => recordOf(oath, id, 'any'));
    await stage.peer.plant('bob', { [oath.attribute]: records });
    const listed = await stage.gateway.ask('{ me { oathDevices { id amId } } }', bob);
    const devices = listAt(listed.data, 'me', 'oathDevices');

    const outcomes: unknown[] = [];
    for (const one of devices) {
      const kind = outcomes.length === 0 ? ('OATH' as const) : null;
      const input = { target, kind, deviceId: String(fieldAt(one, 'id')) };
      const { data, errors } = await stage.gateway.send(RemoveDeviceDocument, { input }, bob);
      outcomes.push(data?.removeDevice?.outcome ?? errors[0]?.extensions.code);
    }

    expect(devices.map((one) => fieldAt(one, 'amId'))).toEqual([...oath.ids, null]);
    expect(outcomes).toEqual(['DONE', 'DONE', 'BAD_USER_INPUT']);
    expect((await storedDevices(stage.peer)).OATH).toHaveLength(1);
  });

  /** The first device of a kind as AM lists it to its owner, in full. */
  async function listedAs(as: SessionHeader, demo: DemoKind): Promise<unknown> {
    const place = `${realmPath('alpha')}/${placeOf(stage.peer, demo)}?_queryFilter=true`;
    const { body } = await stage.peer.rest.call(place, { resource: '1.0', headers: { ...as } });
    return listAt(body, 'result').find((item) => fieldAt(item, '_id') === demo.ids[0]);
  }
});

describe('what is sent', () => {
  let stage: Stage;
  let bob: SessionHeader;

  beforeAll(async () => {
    stage = await openStage();
    bob = await stage.peer.signIn('bob');
  });
  beforeEach(() => stage.sandbox.clearReceived());
  afterAll(() => stage?.close());

  const kind = 'WEB_AUTHN';
  const known = deviceIds.bobWebauthn;
  const rename = (name: string, deviceId: string = known) =>
    stage.gateway.send(RenameDeviceDocument, { input: { target, kind, deviceId, name } }, bob);

  test.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['C1 the parent', '..'],
    ['C1 a sibling', `../oath/${deviceIds.bobOath}`],
    ['C2 an encoded slash', 'a%2Fb'],
    ['C3 a path parameter', `${known};x=1`],
    ['C4 an action after an id', `${known}?_action=reset`],
    ['C7 a header', 'a\r\nX-Injected: 1'],
    ['C7 a line feed at its end', `${known}\n`],
    ['C7 a lone surrogate', 'a\uD800'],
    ['C8 513 characters', 'a'.repeat(513)],
    ['C18 a soft hyphen', 'a\u00ADb'],
  ])('the id of a device is refused before AM is asked: %s', async (_label, deviceId) => {
    const input = { target, kind, deviceId } as const;
    const removal = await stage.gateway.send(RemoveDeviceDocument, { input }, bob);
    const renaming = await rename('new', deviceId);

    const refused = [{ extensions: { code: 'BAD_USER_INPUT', path: ['input', 'deviceId'] } }];
    expect([removal.errors, renaming.errors]).toMatchObject([refused, refused]);
    expect([removal.data, renaming.data]).toEqual([{ removeDevice: null }, { renameDevice: null }]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['512 characters', 'a'.repeat(512)],
    ['the marks of an SDK', 'b0b5f9c2e1d4-MIIB+gkq=hki:G9w_0B~AQ@EF.A'],
    ['three dots', '...'],
    ['a member of every object', '__proto__'],
  ])('the id of a device may be odd, and is then not found: %s', async (_label, deviceId) => {
    const input = { target, kind, deviceId } as const;
    const { data, errors } = await stage.gateway.send(RemoveDeviceDocument, { input }, bob);

    expect(errors).toEqual([]);
    expect(data?.removeDevice?.errors).toMatchObject([{ code: 'DEVICE_NOT_FOUND' }]);
  });

  test.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['65 characters', 'a'.repeat(65)],
    ['a line break of Windows', 'my\r\nphone'],
    ['NUL', 'my\u0000phone'],
    ['a line separator', 'my\u2028phone'],
    ['a lone surrogate', 'my\uD800phone'],
    ['only zero-width characters', '\u200b\u2060'],
    ['a bidi control', 'my\u202Ephone'],
  ])('a label is refused before AM is asked: %s', async (_label, name) => {
    const { errors } = await rename(name);

    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', path: ['input', 'name'] } },
    ]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['one character', 'a'],
    ['64 characters', 'x'.repeat(64)],
    ['64 and blanks around', ` ${'x'.repeat(64)} `],
    ['Japanese', '名前の電話'],
    ['an emoji', '📱 mine'],
    ['JSON', '","recoveryCodes":["x"]'],
    ['a tag', '<img src=x onerror=alert(1)>'],
    ['a member of every object', '__proto__'],
  ])('a label is stored as it was given, once and again: %s', async (_label, name) => {
    for (const { data, errors } of [await rename(name), await rename(name)]) {
      expect(errors).toEqual([]);
      expect(data?.renameDevice).toMatchObject({ outcome: 'DONE', device: { name: name.trim() } });
    }
  });
});
