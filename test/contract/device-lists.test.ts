import { afterAll, describe, expect, test } from '@jest/globals';

import { fieldAt, listAt } from '../support/json.ts';
import { KINDS, openPeer } from './peer.ts';
import { envelope, refusal, uuidsOf } from './answers.ts';
import { anOathDevice, aPushDevice, aTrustedDevice, SECRET } from './stored-devices.ts';

const peer = await openPeer();
afterAll(() => peer.close());

const REVISION = expect.stringMatching(/^-?\d+$/);

describe('the contents of a list (contract §3.4, §18 U33)', () => {
  test('without devices the list is empty', async () => {
    await peer.plant('carol', { oathDeviceProfiles: [] });

    const answer = await peer.list(await peer.signIn('carol'), { user: 'carol' });

    expect(answer).toMatchObject(envelope([]));
  });

  test.each([
    { label: 'OATH', kind: KINDS.oath, device: anOathDevice() },
    { label: 'push', kind: KINDS.push, device: aPushDevice() },
  ])('$label devices are complete, including secrets', async ({ kind, device }) => {
    await peer.plant('carol', { [kind.attribute]: [device.text] });

    const own = await peer.list(await peer.signIn('carol'), { user: 'carol', kind });
    const byAdmin = await peer.list(peer.admin, { user: 'carol', kind });

    const item = { _id: device.uuid, _rev: REVISION, ...device.document };
    expect(own.body).toEqual(envelope([item])['body']);
    expect(byAdmin.body).toEqual(envelope([item])['body']);
    expect(own.text).toContain(SECRET);
  });
});

describe('selecting fields (contract §18 U33, F3)', () => {
  const device = anOathDevice({ deviceName: 'phone', lastLogin: 1_795_168_800 });

  test.each([
    { fields: 'uuid', seen: { uuid: device.uuid } },
    { fields: 'uuid,deviceName', seen: { uuid: device.uuid, deviceName: 'phone' } },
    { fields: 'lastLogin', seen: { lastLogin: 1_795_168_800 } },
    { fields: 'uuid,createdDate', seen: { uuid: device.uuid } },
    { fields: '_id', seen: {} },
    { fields: '*', seen: {} },
  ])('fields $fields are honoured', async ({ fields, seen }) => {
    await peer.plant('carol', { oathDeviceProfiles: [device.text] });

    const answer = await peer.list(peer.admin, { user: 'carol', query: `&_fields=${fields}` });

    const items = [{ _id: device.uuid, _rev: REVISION, ...seen }];
    expect(listAt(answer.body, 'result')).toEqual(items);
  });

  test('push labels can be selected', async () => {
    const push = aPushDevice();
    await peer.plant('carol', { pushDeviceProfiles: [push.text] });

    const answer = await peer.list(peer.admin, {
      user: 'carol',
      kind: KINDS.push,
      query: '&_fields=deviceType,communicationType,issuer',
    });

    const seen = { deviceType: 'android', communicationType: 'gcm', issuer: 'Example' };
    expect(listAt(answer.body, 'result')).toEqual([{ _id: push.uuid, _rev: REVISION, ...seen }]);
  });

  test.each([
    { label: 'a page size', query: '?_queryFilter=true&_pageSize=1' },
    { label: 'a filter', query: '?_queryFilter=uuid+eq+%22nothing%22' },
    { label: 'a query id', query: '?_queryId=*' },
  ])('$label changes nothing', async ({ query }) => {
    const texts = [anOathDevice().text, anOathDevice().text];
    await peer.plant('carol', { oathDeviceProfiles: texts });

    const answer = await peer.alpha(`users/carol/devices/2fa/oath${query}&_fields=uuid`, {
      token: peer.admin,
      resource: '1.0',
    });

    expect(uuidsOf(answer.body)).toHaveLength(2);
  });

  test.each([
    { label: 'no filter', query: '', message: 'The resource collection  cannot be read' },
    {
      label: 'an unreadable filter',
      query: '?_queryFilter=uuid+eq',
      message: expect.stringMatching(/could not be parsed as a valid query filter$/),
    },
  ])('$label is refused', async ({ query, message }) => {
    const place = `users/carol/devices/2fa/oath${query}`;

    const answer = await peer.alpha(place, { token: peer.admin, resource: '1.0' });

    expect(answer).toMatchObject(refusal(400, message));
  });
});

describe('broken profiles (contract §18 U34)', () => {
  const sound = anOathDevice();
  const nameless = JSON.stringify({ deviceName: 'no id' });

  test('values that are not JSON are omitted', async () => {
    await peer.plant('carol', { oathDeviceProfiles: ['{ not JSON', sound.text] });

    const answer = await peer.list(peer.admin, { user: 'carol' });

    expect(uuidsOf(answer.body)).toEqual([sound.uuid]);
  });

  test('without a uuid there is no _id', async () => {
    await peer.plant('carol', { oathDeviceProfiles: [nameless] });

    const answer = await peer.list(peer.admin, { user: 'carol' });

    expect(listAt(answer.body, 'result')).toEqual([{ _rev: REVISION, deviceName: 'no id' }]);
  });
});

describe('odd values in a profile (contract §3.12)', () => {
  test.each([{ deviceName: 5 }, { lastLogin: 'yesterday' }, { lastLogin: -1 }])(
    '%j is listed as it is stored, beside the others',
    async (own) => {
      const [odd, sound] = [anOathDevice({ ...own }), anOathDevice()];
      await peer.plant('carol', { oathDeviceProfiles: [odd.text, sound.text] });

      const answer = await peer.list(await peer.signIn('carol'), { user: 'carol' });

      const items = listAt(answer.body, 'result');
      expect(new Set(uuidsOf(answer.body))).toEqual(new Set([odd.uuid, sound.uuid]));
      expect(items.find((item) => fieldAt(item, 'uuid') === odd.uuid)).toMatchObject(own);
    },
  );
});

describe('trusted devices (contract §3.8, §18 U35)', () => {
  test('the date is a text, and the id is the name', async () => {
    const device = aTrustedDevice({ name: 'laptop' });
    await peer.plant('carol', { devicePrintProfiles: [device.text] });

    const answer = await peer.list(await peer.signIn('carol'), {
      user: 'carol',
      kind: KINDS.trusted,
    });

    expect(listAt(answer.body, 'result')).toEqual([
      {
        ...device.document,
        _id: 'laptop',
        _rev: REVISION,
        lastSelectedDate: expect.stringMatching(/^Nov 24, 2025, \d\d?:00.[AP]M$/),
      },
    ]);
  });

  test.each(['2026-11-24', '1764000000000', '11/24/26, 2:31 PM'])(
    'the stored date %s breaks the whole list',
    async (lastSelectedDate) => {
      const texts = [aTrustedDevice().text, aTrustedDevice({ lastSelectedDate }).text];
      await peer.plant('carol', { devicePrintProfiles: texts });

      const answer = await peer.list(peer.admin, { user: 'carol', kind: KINDS.trusted });

      const message = `Unparseable date: &quot;${lastSelectedDate}&quot;`;
      expect(answer).toMatchObject(refusal(500, message));
    },
  );
});
