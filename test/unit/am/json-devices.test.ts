/** The kinds that came later: what each is read from, and that nothing else of a record is (design D4, E1). */
import { describe, expect, test } from '@jest/globals';
import {
  profileDataFields,
  readDevices,
  readProfileData,
  renamedRecord,
} from '../../../src/am/json/devices.ts';
import { WireError } from '../../../src/am/json/wire.ts';
import { deviceKinds } from '../../../src/domain/device.ts';

const secret = 'SECRET';
const wire = {
  _id: 'item',
  uuid: 'one',
  deviceName: 'laptop',
  createdDate: 1_767_600_000_000,
  lastAccessDate: 1_795_168_800_000,
  deviceManagementStatus: true,
  key: { kty: 'EC', x: secret },
  recoveryCodes: [secret],
  sharedSecret: secret,
};
const facts = {
  id: 'one',
  name: 'laptop',
  registeredAt: new Date('2026-01-05T08:00:00Z'),
  lastUsedAt: new Date('2026-11-20T10:00:00Z'),
  canManage: true,
};

describe('a device', () => {
  test('of WebAuthn keeps the public id of its credential', () => {
    const item = { ...wire, credentialId: 'Y3JlZA', algorithm: secret, signCount: 7 };

    expect(readDevices({ result: [item] }, 'WEB_AUTHN')).toEqual([
      { kind: 'WEB_AUTHN', ...facts, credentialId: 'Y3JlZA' },
    ]);
  });

  test('that is bound keeps its identifier', () => {
    expect(readDevices({ result: [{ ...wire, deviceId: 'abc' }] }, 'BOUND')).toEqual([
      { kind: 'BOUND', ...facts, deviceIdentifier: 'abc' },
    ]);
  });

  test('of a profile is known by its identifier and alias, without personal data (E6)', () => {
    const item = {
      _id: 'item',
      identifier: 'profile-1',
      alias: 'Bob’s browser',
      lastSelectedDate: 1_795_168_800_000,
      metadata: { platform: { platform: secret } },
      location: { latitude: 1, longitude: 2 },
    };

    expect(readDevices({ result: [item] }, 'PROFILE')).toEqual([
      {
        kind: 'PROFILE',
        id: 'profile-1',
        name: 'Bob’s browser',
        registeredAt: null,
        lastUsedAt: facts.lastUsedAt,
        canManage: true,
      },
    ]);
  });

  test('that is trusted keeps the server’s text and its count (U35)', () => {
    const item = {
      _id: 'Firefox',
      uuid: 'one',
      name: 'Firefox',
      lastSelectedDate: 'Nov 24, 2025 10:00:00 AM',
      selectionCounter: 3,
      fingerprint: secret,
    };

    expect(readDevices({ result: [item] }, 'TRUSTED')).toEqual([
      {
        kind: 'TRUSTED',
        id: 'one',
        name: 'Firefox',
        registeredAt: null,
        lastUsedAt: null,
        canManage: true,
        lastUsedText: 'Nov 24, 2025 10:00:00 AM',
        useCount: 3,
      },
    ]);
  });

  test('that is trusted has no id but its uuid (U35)', () => {
    expect(readDevices({ result: [{ _id: 'Firefox' }] }, 'TRUSTED')[0]?.id).toBeNull();
  });

  test.each(deviceKinds)('of %s may be a record of which nothing is known', (kind) => {
    expect(readDevices({ result: [{}] }, kind)[0]).toMatchObject({
      kind,
      id: null,
      name: null,
      registeredAt: null,
      lastUsedAt: null,
      canManage: true,
    });
  });

  test.each([
    { kind: 'WEB_AUTHN', item: { credentialId: 7 } },
    { kind: 'BOUND', item: { deviceId: {} } },
    { kind: 'PROFILE', item: { alias: 7 } },
    { kind: 'PROFILE', item: { lastSelectedDate: 'Nov 24, 2025' } },
    { kind: 'TRUSTED', item: { selectionCounter: '3' } },
    { kind: 'TRUSTED', item: { lastSelectedDate: 1_795_168_800_000 } },
  ] as const)('of $kind with $item is refused, and with it the list', ({ kind, item }) => {
    expect(() => readDevices({ result: [{}, item] }, kind)).toThrow(WireError);
  });
});

describe('the personal data of a profile', () => {
  const item = {
    identifier: 'profile-1',
    metadata: {
      platform: {
        platform: 'android',
        version: 14,
        model: 'Pixel',
        locale: 'de_DE',
        timeZone: 'UTC',
        jailBreakScore: secret,
      },
      hardware: { manufacturer: 'Google', cpu: secret },
      browser: { userAgent: 'Mozilla/5.0' },
      telephony: { carrierName: secret },
    },
    location: { latitude: 48.1, longitude: 11.5, altitude: secret },
  };

  test('is what is known of it and nothing else', () => {
    expect(readProfileData({ result: [item] })).toEqual([
      {
        deviceId: 'profile-1',
        platform: 'android',
        platformVersion: '14',
        model: 'Pixel',
        manufacturer: 'Google',
        userAgent: 'Mozilla/5.0',
        locale: 'de_DE',
        timeZone: 'UTC',
        latitude: 48.1,
        longitude: 11.5,
      },
    ]);
  });

  test.each([
    {},
    { identifier: null, metadata: null, location: null },
    { metadata: 'x', location: [1, 2] },
    { metadata: { platform: [], hardware: 7 } },
  ])('of %j is null throughout', (empty) => {
    const [data] = readProfileData({ result: [empty] });

    expect(Object.values(data ?? {})).toEqual(['', ...Array.from({ length: 9 }, () => null)]);
  });

  test.each([
    { location: { latitude: '48' } },
    { metadata: { platform: { platform: 7 } } },
    { metadata: { platform: { version: {} } } },
    { identifier: 7 },
  ])('of %j is refused', (broken) => {
    expect(() => readProfileData({ result: [broken] })).toThrow(WireError);
  });

  test('is asked for by three members', () => {
    expect(profileDataFields).toEqual(['identifier', 'metadata', 'location']);
  });
});

describe('a record with another label', () => {
  const rename = { kind: 'OATH', id: 'one', label: 'deviceName', name: 'new' } as const;

  test('is the item as AM listed it, but for the label', () => {
    const json = { result: [{ uuid: 'other' }, wire] };

    expect(JSON.parse(renamedRecord(json, rename) ?? '')).toEqual({ ...wire, deviceName: 'new' });
  });

  test('of a profile is found by its identifier', () => {
    const json = { result: [{ identifier: 'one', alias: 'old' }] };

    expect(renamedRecord(json, { ...rename, kind: 'PROFILE', label: 'alias' })).toBe(
      '{"identifier":"one","alias":"new"}',
    );
  });

  test('is none where the list has no such device', () => {
    expect(renamedRecord({ result: [{ uuid: 'other' }] }, rename)).toBeNull();
  });

  test('is refused with a list that cannot be read', () => {
    expect(() => renamedRecord({ result: [{ uuid: 7 }, wire] }, rename)).toThrow(WireError);
  });
});
