import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';

import { fieldAt } from '../support/json.ts';
import { type DeviceKind, KINDS, openPeer } from './peer.ts';
import { refusal, uuidsOf } from './answers.ts';
import { anOathDevice, aPushDevice, aTrustedDevice, SECRET } from './stored-devices.ts';

const peer = await openPeer();
afterAll(() => peer.close());

const DONE = { status: 200, body: { result: true } };

function remove(token: string, uuid: string, kind: DeviceKind): ReturnType<typeof peer.alpha> {
  const place = `users/carol/devices/${kind.path}/${uuid}`;
  return peer.alpha(place, { method: 'DELETE', token, resource: '1.0' });
}

async function storedIn(kind: DeviceKind): Promise<unknown> {
  return fieldAt((await peer.stored('carol', kind.attribute)).body, kind.attribute);
}

describe('reset (contract §3.10, §18 U28, U29)', () => {
  test.each([
    { label: 'OATH by the person', kind: KINDS.oath, name: 'carol' },
    { label: 'OATH by the super user', kind: KINDS.oath, name: 'amadmin' },
    { label: 'push by the person', kind: KINDS.push, name: 'carol' },
    { label: 'push by the super user', kind: KINDS.push, name: 'amadmin' },
  ])('$label removes only that kind', async ({ kind, name }) => {
    await peer.plant('carol', {
      oathDeviceProfiles: [anOathDevice().text, anOathDevice().text],
      pushDeviceProfiles: [aPushDevice().text],
    });
    const token = name === 'amadmin' ? peer.admin : await peer.signIn(name);

    expect(await peer.act(token, { user: 'carol', action: 'reset', kind })).toMatchObject(DONE);

    expect(await storedIn(kind)).toEqual([]);
    const other = kind === KINDS.oath ? KINDS.push : KINDS.oath;
    expect(await storedIn(other)).not.toEqual([]);
  });

  test.each([
    { label: 'OATH clears the flag', kind: KINDS.oath, flag: ['0'] },
    { label: 'push keeps the flag', kind: KINDS.push, flag: ['2'] },
  ])('$label', async ({ kind, flag }) => {
    await peer.plant('carol', { oath2faEnabled: ['2'] });

    await peer.act(peer.admin, { user: 'carol', action: 'reset', kind });

    const { body } = await peer.stored('carol', 'oath2faEnabled');
    expect(fieldAt(body, 'oath2faEnabled')).toEqual(flag);
  });
});

describe('reset of odd profiles (contract §3.12)', () => {
  test.each([{ deviceName: 5 }, { lastLogin: 'yesterday' }, { lastLogin: -1 }])(
    '%j goes with the others',
    async (own) => {
      const texts = [anOathDevice({ ...own }).text, anOathDevice().text];
      await peer.plant('carol', { oathDeviceProfiles: texts });

      const answer = await peer.act(peer.admin, { user: 'carol', action: 'reset' });

      expect(answer).toMatchObject(DONE);
      expect(await storedIn(KINDS.oath)).toEqual([]);
    },
  );
});

describe('skip and check (contract §4.2, §18 U29)', () => {
  test.each([
    { value: true, flag: ['1'], result: true },
    { value: false, flag: ['2'], result: false },
  ])('skip $value writes $flag', async ({ value, flag, result }) => {
    const token = await peer.signIn('carol');
    await peer.plant('carol', { oath2faEnabled: ['0'] });

    const skip = await peer.act(token, {
      user: 'carol',
      action: 'skip',
      call: { json: { value } },
    });
    const check = await peer.act(token, { user: 'carol', action: 'check' });

    expect(skip).toMatchObject({ status: 200, body: {} });
    expect(check).toMatchObject({ status: 200, body: { result } });
    const { body } = await peer.stored('carol', 'oath2faEnabled');
    expect(fieldAt(body, 'oath2faEnabled')).toEqual(flag);
  });

  test('the super user may check and skip', async () => {
    const call = { json: { value: true } };

    const skip = await peer.act(peer.admin, { user: 'carol', action: 'skip', call });
    const check = await peer.act(peer.admin, { user: 'carol', action: 'check' });

    expect(skip.status).toBe(200);
    expect(check).toMatchObject(DONE);
    await peer.plant('carol', { oath2faEnabled: ['0'] });
  });

  test.each([
    { label: 'no value', json: {} },
    { label: 'a null', json: { value: null } },
    { label: 'a text', json: { value: 'true' } },
  ])('skip with $label is an empty 500', async ({ json }) => {
    const answer = await peer.act(peer.admin, { user: 'carol', action: 'skip', call: { json } });

    expect(answer).toMatchObject({ status: 500, text: '' });
  });
});

describe('deleting one (contract §3.9, §18 U33, U34, U35)', () => {
  test.each([
    { label: 'OATH', kind: KINDS.oath, make: anOathDevice },
    { label: 'push', kind: KINDS.push, make: aPushDevice },
  ])('$label answers with all its secrets', async ({ kind, make }) => {
    const [gone, kept] = [make(), make()];
    await peer.plant('carol', { [kind.attribute]: [gone.text, kept.text] });

    const answer = await remove(await peer.signIn('carol'), gone.uuid, kind);

    const document = { _id: gone.uuid, _rev: expect.any(String), ...gone.document };
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual(document);
    expect(answer.text).toContain(SECRET);
    expect(uuidsOf((await peer.list(peer.admin, { user: 'carol', kind })).body)).toEqual([
      kept.uuid,
    ]);
  });

  test.each([
    { label: 'OATH', kind: KINDS.oath },
    { label: 'push', kind: KINDS.push },
    { label: 'trusted', kind: KINDS.trusted },
  ])('an unknown $label device is not found', async ({ kind }) => {
    const uuid = randomUUID();

    const answer = await remove(peer.admin, uuid, kind);

    expect(answer).toMatchObject(refusal(404, `User device, ${uuid}, not found.`));
  });

  test('a trusted device is deleted by its uuid', async () => {
    const device = aTrustedDevice({ name: 'laptop' });
    await peer.plant('carol', { devicePrintProfiles: [device.text] });

    const byName = await remove(peer.admin, 'laptop', KINDS.trusted);
    const byUuid = await remove(peer.admin, device.uuid, KINDS.trusted);

    expect(byName).toMatchObject(refusal(404, 'User device, laptop, not found.'));
    expect(byUuid).toMatchObject({ status: 200, body: { name: 'laptop' } });
    expect(await storedIn(KINDS.trusted)).toEqual([]);
  });
});
