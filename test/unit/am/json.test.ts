/** AM's JSON is read by an allow-list, and whatever is not of the contract is a WireError (design D4). */
import { describe, expect, test } from '@jest/globals';
import { readDevices } from '../../../src/am/json/devices.ts';
import { readPerson } from '../../../src/am/json/person.ts';
import { WireError } from '../../../src/am/json/wire.ts';

const secret = 'SECRET';

describe('a device list', () => {
  const wire = {
    _id: 'other',
    uuid: 'one',
    deviceName: 'phone',
    createdDate: 1_767_600_000_000,
    lastAccessDate: 1_795_168_800_000,
    deviceManagementStatus: false,
    sharedSecret: secret,
    recoveryCodes: [secret],
    communicationId: secret,
    deviceMechanismUID: secret,
    counter: 7,
  };
  const facts = {
    id: 'one',
    name: 'phone',
    registeredAt: new Date('2026-01-05T08:00:00Z'),
    lastUsedAt: new Date('2026-11-20T10:00:00Z'),
    canManage: false,
  };

  test('keeps what is known and nothing else', () => {
    const [oath] = readDevices({ result: [wire], resultCount: 1 }, 'OATH');
    const [push] = readDevices({ result: [{ ...wire, deviceType: 'iOS', issuer: 'Us' }] }, 'PUSH');

    expect(oath).toEqual({ kind: 'OATH', ...facts });
    expect(push).toEqual({ kind: 'PUSH', ...facts, platform: 'IOS', issuer: 'Us' });
  });

  test('takes a record of which nothing is known', () => {
    expect(readDevices({ result: [{}] }, 'PUSH')).toEqual([
      {
        kind: 'PUSH',
        id: null,
        name: null,
        registeredAt: null,
        lastUsedAt: null,
        canManage: true,
        platform: null,
        issuer: null,
      },
    ]);
  });

  test.each([
    { label: 'the item’s name where it has no uuid', item: { _id: 'x' }, read: { id: 'x' } },
    {
      label: 'OpenAM’s seconds',
      item: { lastLogin: 1_795_168_800 },
      read: { lastUsedAt: facts.lastUsedAt },
    },
    {
      label: 'never, which is 0',
      item: { lastAccessDate: 0, lastLogin: 0 },
      read: { lastUsedAt: null },
    },
    {
      label: 'the later date of both products',
      item: { lastAccessDate: 1_795_168_800_000, lastLogin: 5 },
      read: { lastUsedAt: facts.lastUsedAt },
    },
    {
      label: 'null for nothing',
      item: { uuid: null, deviceName: null, createdDate: null },
      read: { id: null, name: null, registeredAt: null },
    },
  ])('reads $label', ({ item, read }) => {
    expect(readDevices({ result: [item] }, 'OATH')[0]).toMatchObject(read);
  });

  test.each([
    ['android', 'ANDROID'],
    ['ANDROID', 'ANDROID'],
    ['ios', 'IOS'],
    ['windows', 'UNKNOWN'],
    ['', 'UNKNOWN'],
    ['constructor', 'UNKNOWN'],
    ['__proto__', 'UNKNOWN'],
    ['toString', 'UNKNOWN'],
  ])('knows the platform %p as %p', (deviceType, platform) => {
    expect(readDevices({ result: [{ deviceType }] }, 'PUSH')[0]?.platform).toBe(platform);
  });

  test.each([
    { label: 'no JSON', json: undefined },
    { label: 'null', json: null },
    { label: 'a text', json: 'result' },
    { label: 'a list', json: [] },
    { label: 'no result', json: {} },
    { label: 'a result that is no list', json: { result: {} } },
    { label: 'a list that broke off', json: { result: [], error: { code: 500 } } },
    { label: 'a further page', json: { result: [], pagedResultsCookie: 'next' } },
    { label: 'fewer items than announced', json: { result: [], resultCount: 1 } },
    { label: 'more items than announced', json: { result: [{}, {}], resultCount: 1 } },
    { label: 'an item that is null', json: { result: [null] } },
    { label: 'an item that is a list', json: { result: [[]] } },
    { label: 'one bad item among good ones', json: { result: [{}, 1, {}] } },
    { label: 'an id that is a number', json: { result: [{ uuid: 1 }] } },
    { label: 'a name that is a list', json: { result: [{ deviceName: ['a'] }] } },
    { label: 'a date in words', json: { result: [{ createdDate: 'Nov 24, 2025' }] } },
    { label: 'a date before all dates', json: { result: [{ createdDate: -1 }] } },
    { label: 'a date beyond all dates', json: { result: [{ createdDate: 9e15 }] } },
    { label: 'a status in words', json: { result: [{ deviceManagementStatus: 'true' }] } },
  ])('of $label is refused', ({ json }) => {
    expect(() => readDevices(json, 'OATH')).toThrow(WireError);
  });
});

describe('a person', () => {
  const wire = {
    _id: ' BOB',
    uid: ['bob'],
    username: 'bob',
    cn: ['Bob Example'],
    givenName: ['Bob'],
    sn: ['Example'],
    mail: ['bob@example.com', 'second@example.com'],
    inetUserStatus: ['Active'],
    oath2faEnabled: ['2'],
    dn: ['uid=bob,ou=people'],
    userPassword: [secret],
    oathDeviceProfiles: [secret],
    roles: ['ui-self-service-user'],
  };

  test('keeps what is known and nothing else', () => {
    expect(readPerson(wire, 'uid')).toEqual({
      trueName: 'bob',
      username: 'bob',
      displayName: 'Bob Example',
      givenName: 'Bob',
      familyName: 'Example',
      email: 'bob@example.com',
      status: 'ACTIVE',
      oathSkip: 'REQUIRED',
      entry: 'uid=bob,ou=people',
    });
  });

  test('is known by the attribute that is asked for', () => {
    expect(readPerson(wire, '_id').trueName).toBe(' BOB');
    expect(readPerson({ uid: 'bob', username: [] }, 'uid')).toMatchObject({ username: 'bob' });
    expect(readPerson({ employeeNumber: ['7'] }, 'employeeNumber')).toEqual({
      trueName: '7',
      username: '7',
      displayName: null,
      givenName: null,
      familyName: null,
      email: null,
      status: 'UNKNOWN',
      oathSkip: 'NOT_SET',
      entry: null,
    });
  });

  test.each([
    [['Active'], 'ACTIVE'],
    ['inactive', 'INACTIVE'],
    [['INACTIVE'], 'INACTIVE'],
    [['deleted'], 'UNKNOWN'],
    [['constructor'], 'UNKNOWN'],
    [['__proto__'], 'UNKNOWN'],
    [[], 'UNKNOWN'],
    [null, 'UNKNOWN'],
  ])('with the status %p is %p', (inetUserStatus, status) => {
    expect(readPerson({ uid: ['x'], inetUserStatus }, 'uid').status).toBe(status);
  });

  test.each([
    [['0'], 'NOT_SET'],
    [['1'], 'SKIPPABLE'],
    [['2'], 'REQUIRED'],
    [['3'], 'NOT_SET'],
    [[], 'NOT_SET'],
  ])('with the choice %p is %p', (oath2faEnabled, oathSkip) => {
    expect(readPerson({ uid: ['x'], oath2faEnabled }, 'uid').oathSkip).toBe(oathSkip);
  });

  test.each([
    { label: 'no JSON', json: undefined },
    { label: 'no name', json: {} },
    { label: 'an empty list of names', json: { uid: [] } },
    { label: 'a name that is a number', json: { uid: [7] } },
    { label: 'a mail that is an object', json: { uid: ['x'], mail: {} } },
  ])('of $label is refused', ({ json }) => {
    expect(() => readPerson(json, 'uid')).toThrow(WireError);
  });
});
