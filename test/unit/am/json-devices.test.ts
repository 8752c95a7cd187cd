/** What each kind of device is read from, and that nothing else of a record is (design D4, E1). */
import { describe, expect, test } from '@jest/globals';
import {
  profileDataFields,
  readDevices,
  readProfileData,
  renamedRecord,
} from '../../../src/am/json/devices.ts';
import { reads, refuses } from './reader-tables.ts';

const secret = 'SECRET';
const usedMs = 1_795_168_800_000;
const used = new Date('2026-11-20T10:00:00Z');
const wire = {
  _id: 'other',
  uuid: 'one',
  deviceName: 'phone',
  createdDate: 1_767_600_000_000,
  lastAccessDate: usedMs,
  deviceManagementStatus: false,
  sharedSecret: secret,
  recoveryCodes: [secret],
  communicationId: secret,
  deviceMechanismUID: secret,
  key: { kty: 'EC', x: secret },
  counter: 7,
};

describe('a device', () => {
  reads(
    (item) => readDevices({ result: [item] }, 'OATH')[0]?.lastUsedAt,
    [['the later date of both products', { lastAccessDate: usedMs, lastLogin: 5 }, used]],
  );
});

describe('a push device’s platform', () => {
  reads(
    (deviceType) => readDevices({ result: [{ deviceType }] }, 'PUSH')[0]?.platform,
    [
      ['android', 'android', 'ANDROID'],
      ['ANDROID', 'ANDROID', 'ANDROID'],
      ['ios', 'ios', 'IOS'],
      ...['windows', '', 'constructor', '__proto__', 'toString'].map(
        (text) => [`"${text}" as unknown`, text, null] as const,
      ),
    ],
  );
});

describe('a device list', () => {
  // More in test/security/broken-answers.test.ts, over HTTP.
  refuses((json) => readDevices(json, 'OATH'), {
    'fewer items than announced': { result: [], resultCount: 1 },
    'more items than announced': { result: [{}, {}], resultCount: 1 },
  });
  refuses((item) => readDevices({ result: [{}, item] }, 'WEB_AUTHN'), [{ credentialId: 7 }]);
  refuses((item) => readDevices({ result: [{}, item] }, 'BOUND'), [{ deviceId: {} }]);
  refuses(
    (item) => readDevices({ result: [{}, item] }, 'PROFILE'),
    [{ alias: 7 }, { lastSelectedDate: 'Nov 24, 2025' }],
  );
  refuses(
    (item) => readDevices({ result: [{}, item] }, 'TRUSTED'),
    [{ selectionCounter: '3' }, { lastSelectedDate: usedMs }],
  );
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
  const data = {
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
  };
  const nothing = { ...Object.fromEntries(Object.keys(data).map((k) => [k, null])), deviceId: '' };

  reads(
    (one) => readProfileData({ result: [one] }),
    [
      ['what is known and nothing else', item, [data]],
      ['nothing from an empty one', {}, [nothing]],
      ['null for nothing', { identifier: null, metadata: null, location: null }, [nothing]],
      ['no text or list for a part', { metadata: 'x', location: [1, 2] }, [nothing]],
      ['no odd part of a part', { metadata: { platform: [], hardware: 7 } }, [nothing]],
    ],
  );
  refuses(
    (one) => readProfileData({ result: [one] }),
    [
      { location: { latitude: '48' } },
      { metadata: { platform: { platform: 7 } } },
      { metadata: { platform: { version: {} } } },
      { identifier: 7 },
    ],
  );

  test('is read by three members', () => {
    expect(profileDataFields).toEqual(['identifier', 'metadata', 'location']);
  });
});

describe('a record with another label', () => {
  const rename = { kind: 'OATH', id: 'one', label: 'deviceName', name: 'new' } as const;

  test('is the item as AM listed it, but for the label', () => {
    const record = renamedRecord({ result: [{ uuid: 'other' }, wire] }, rename);

    expect(JSON.parse(record ?? '')).toEqual({ ...wire, deviceName: 'new' });
  });

  reads(
    (json) => renamedRecord(json, { ...rename, kind: 'PROFILE', label: 'alias' }),
    [
      [
        'a profile by its identifier',
        { result: [{ identifier: 'one', alias: 'old' }] },
        '{"identifier":"one","alias":"new"}',
      ],
      ['none where the list has no such device', { result: [{ identifier: 'other' }] }, null],
    ],
  );
  refuses((json) => renamedRecord(json, rename), [{ result: [{ uuid: 7 }, wire] }]);
});
