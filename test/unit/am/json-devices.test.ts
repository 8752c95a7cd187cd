/** What each kind of device is read from, and that nothing else of a record is (design D4, E1). */
import { describe, expect, test } from '@jest/globals';
import { readDevices, renamedRecord } from '../../../src/am/json/devices.ts';
import { unreadableNotes } from '../../../src/am/json/decorations.ts';
import { DeviceKind } from '../../../src/domain/devices/device.ts';
import { noteNothing, reads, refuses } from './reader-tables.ts';

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
    (item) => readDevices({ result: [item] }, 'OATH', noteNothing)[0]?.lastUsedAt,
    [['the later date of both products', { lastAccessDate: usedMs, lastLogin: 5 }, used]],
  );
});

describe('a push device’s platform', () => {
  reads(
    (deviceType) => readDevices({ result: [{ deviceType }] }, 'PUSH', noteNothing)[0]?.platform,
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
  refuses((json) => readDevices(json, 'OATH', noteNothing), {
    'fewer items than announced': { result: [], resultCount: 1 },
    'more items than announced': { result: [{}, {}], resultCount: 1 },
    'an item that is no object': { result: [{}, 'x'] },
  });
});

const wrongTypes = ['text', 5, true, [], {}];
const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const notTexts = wrongTypes.filter((value) => !isText(value));
const notFlags = wrongTypes.filter((value) => !isFlag(value));
const notDates = ['1640000000000', 'NaN', -1, 1e300, 253_402_300_800_000, true, [], {}];
const notCounts = ['3', 'NaN', -1, 1.5, 2_147_483_648, 1e300, true, [], {}];
const notIds = [...notTexts, 'a/b', '..', 'x'.repeat(600)];

const facts = {
  deviceName: { shown: 'name', bad: notTexts },
  createdDate: { shown: 'registeredAt', bad: notDates },
  lastAccessDate: { shown: 'lastUsedAt', bad: notDates },
  lastLogin: { shown: 'lastUsedAt', bad: notDates },
  deviceManagementStatus: { shown: 'canManage', bad: notFlags },
} as const;
const identified = { uuid: { shown: 'id', bad: notIds }, _id: { shown: 'id', bad: notIds } };

/** Every member of a device of each kind, where it is shown, and what cannot be read as one. */
const members: Readonly<
  Record<DeviceKind, Readonly<Record<string, { shown: string; bad: readonly unknown[] }>>>
> = {
  OATH: { ...identified, ...facts },
  PUSH: {
    ...identified,
    ...facts,
    deviceType: { shown: 'platform', bad: notTexts },
    issuer: { shown: 'issuer', bad: notTexts },
  },
  WEB_AUTHN: { ...identified, ...facts, credentialId: { shown: 'credentialId', bad: notTexts } },
  BOUND: { ...identified, ...facts, deviceId: { shown: 'deviceIdentifier', bad: notTexts } },
  RECOGNIZE: { ...identified, ...facts },
  PROFILE: {
    identifier: { shown: 'id', bad: notIds },
    _id: { shown: 'id', bad: notIds },
    createdDate: facts.createdDate,
    deviceManagementStatus: facts.deviceManagementStatus,
    alias: { shown: 'name', bad: notTexts },
    lastSelectedDate: { shown: 'lastUsedAt', bad: notDates },
  },
  TRUSTED: {
    uuid: { shown: 'id', bad: notIds },
    createdDate: facts.createdDate,
    deviceManagementStatus: facts.deviceManagementStatus,
    name: { shown: 'name', bad: notTexts },
    lastSelectedDate: { shown: 'lastUsedText', bad: notTexts },
    selectionCounter: { shown: 'useCount', bad: notCounts },
  },
};

describe.each(Object.values(DeviceKind))('a device of %s with', (kind) => {
  const rows = Object.entries(members[kind]).flatMap(([member, { shown, bad }]) =>
    bad.map((value) => ({ member, shown, value, label: JSON.stringify(value).slice(0, 20) })),
  );

  test.each(rows)('$label as $member is shown without it', ({ member, shown, value }) => {
    const noted: string[] = [];

    const read = readDevices({ result: [{ [member]: value }] }, kind, (name) => noted.push(name));

    expect(read).toEqual(readDevices({ result: [{}] }, kind, noteNothing));
    expect(read[0]).toHaveProperty(shown, null);
    expect(noted).toEqual([member]);
  });
});

describe('a device whose uuid cannot be used', () => {
  reads(
    (item) => readDevices({ result: [item] }, 'OATH', noteNothing)[0]?.id,
    [['the id by which AM lists it', { uuid: 7, _id: 'one' }, 'one']],
  );
});

describe('dates', () => {
  reads(
    (createdDate) =>
      readDevices({ result: [{ createdDate }] }, 'BOUND', noteNothing)[0]?.registeredAt,
    [
      ['milliseconds', usedMs, used],
      ['milliseconds with a point', JSON.parse('1795168800000.0'), used],
      ['seconds', usedMs / 1000, used],
      ['0 as never', 0, null],
    ],
  );
});

describe('a member that cannot be read', () => {
  test('is counted each time, and logged once, without its value', () => {
    const lines: string[] = [];
    const counted: string[] = [];
    const notes = unreadableNotes(
      (line) => lines.push(line),
      (subject, member) => counted.push(`${subject} ${member}`),
    );

    for (const kind of ['OATH', 'OATH', 'PUSH'] as const)
      readDevices({ result: [{ deviceName: [secret] }] }, kind, notes(kind));

    expect(counted).toEqual(['OATH deviceName', 'OATH deviceName', 'PUSH deviceName']);
    expect(lines).toEqual(
      ['OATH', 'PUSH'].map(
        (kind) =>
          `The member deviceName of ${kind} in an answer of AM cannot be read, and counts as absent. Later ones are only counted.`,
      ),
    );
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
  reads(
    (json) => renamedRecord(json, rename),
    [
      [
        'one beside broken devices',
        {
          result: [
            { uuid: 7, deviceName: 7 },
            { uuid: 'one', createdDate: 'x' },
          ],
        },
        '{"uuid":"one","createdDate":"x","deviceName":"new"}',
      ],
    ],
  );
  refuses((json) => renamedRecord(json, rename), [{ result: [7] }]);
});
