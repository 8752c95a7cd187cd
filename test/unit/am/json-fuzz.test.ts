/** Whatever AM sends is read into known keys and plain values, or is a WireError (design D4, security E1–E3). */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readBearerClaims, readIntrospection } from '../../../src/am/json/bearer.ts';
import { readDevices, readProfileData } from '../../../src/am/json/devices.ts';
import { readMembers } from '../../../src/am/json/groups.ts';
import { readManagedUsers, readPeople, readPerson } from '../../../src/am/json/person.ts';
import { readCookieName, readSession, readVersion } from '../../../src/am/json/session.ts';
import { readAccessToken, readTokenId } from '../../../src/am/json/tokens.ts';
import { readErrorMessage, readResult, WireError } from '../../../src/am/json/wire.ts';
import { deviceKinds } from '../../../src/domain/device.ts';
import type { DeviceKind } from '../../../src/domain/device.ts';

/** Names of Object.prototype, and texts that mean something somewhere. */
const odd = fc.constantFrom('constructor', '__proto__', 'hasOwnProperty', 'android', 'Active', '1');
const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.string(), odd);
const text = often(fc.oneof(fc.string(), odd));
const attribute = often(fc.array(fc.oneof(fc.string(), odd), { maxLength: 2 }));
const time = often(fc.integer({ min: 0, max: 2_000_000_000_000 }));
const instant = often(fc.constantFrom('2026-11-24T10:30:00Z', null, ''));

const device = fc.record(
  {
    uuid: text,
    _id: text,
    deviceName: text,
    createdDate: time,
    lastAccessDate: time,
    lastLogin: time,
    deviceType: text,
    issuer: text,
    deviceManagementStatus: often(fc.boolean()),
    credentialId: text,
    deviceId: text,
    identifier: text,
    alias: text,
    name: text,
    lastSelectedDate: fc.oneof(text, time),
    selectionCounter: often(fc.nat()),
    sharedSecret: anything,
    recoveryCodes: anything,
    ['__proto__']: anything,
    constructor: anything,
  },
  { requiredKeys: [] },
);
const person = fc.record(
  {
    uid: attribute,
    username: text,
    cn: attribute,
    givenName: attribute,
    sn: attribute,
    mail: attribute,
    inetUserStatus: attribute,
    oath2faEnabled: attribute,
    dn: attribute,
    userPassword: anything,
    oathDeviceProfiles: anything,
  },
  { requiredKeys: ['uid'] },
);
const session = fc.record(
  {
    username: text,
    universalId: text,
    realm: text,
    sessionHandle: text,
    properties: often(fc.dictionary(fc.oneof(fc.string(), odd), text)),
    maxIdleExpirationTime: instant,
    maxSessionExpirationTime: instant,
  },
  { requiredKeys: [] },
);
const managed = fc.record(
  {
    _id: text,
    userName: text,
    givenName: text,
    sn: text,
    cn: text,
    mail: text,
    accountStatus: text,
    password: anything,
  },
  { requiredKeys: ['_id', 'userName'] },
);
const profile = fc.record(
  {
    identifier: text,
    metadata: often(
      fc.record({
        platform: fc.record({ platform: text, version: text, model: text, locale: text }),
        hardware: fc.record({ manufacturer: text, cpu: anything }),
        browser: fc.record({ userAgent: text }),
      }),
    ),
    location: often(fc.record({ latitude: often(fc.double()), longitude: often(fc.double()) })),
    fingerprint: anything,
  },
  { requiredKeys: [] },
);
const claims = fc.record(
  {
    sub: often(fc.constantFrom('bob', '(usr!bob)', '(age!portal)', '')),
    subname: text,
    client_id: text,
    aud: often(fc.constantFrom('me', ['me', 'you'])),
    realm: text,
    scope: often(fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 2 }))),
    auth_time: often(fc.nat()),
    exp: often(fc.nat()),
    tokenName: often(fc.constant('access_token')),
    iss: often(fc.constant('us')),
    active: often(fc.constant(true)),
    cnf: anything,
  },
  { requiredKeys: ['sub', 'active', 'aud'] },
);
const list = listOf(device);

function listOf(item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.record({ result: often(fc.array(item, { maxLength: 3 })) });
}

/** Nine times of ten as the contract has it, so that readings get through to the end. */
function often<T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 19, arbitrary: good }, { weight: 1, arbitrary: anything });
}

interface Reading {
  readonly label: string;
  readonly input: fc.Arbitrary<unknown>;
  readonly read: (json: unknown) => readonly object[];
  readonly keys: readonly string[];
}

const deviceKeys = ['kind', 'id', 'name', 'registeredAt', 'lastUsedAt', 'canManage'];
const ownKeys: Readonly<Record<DeviceKind, readonly string[]>> = {
  OATH: [],
  PUSH: ['platform', 'issuer'],
  WEB_AUTHN: ['credentialId'],
  BOUND: ['deviceIdentifier'],
  PROFILE: [],
  TRUSTED: ['lastUsedText', 'useCount'],
};
const personKeys = [
  'trueName',
  'username',
  'displayName',
  'givenName',
  'familyName',
  'email',
  'status',
  'oathSkip',
  'entry',
];
const profileKeys = [
  'deviceId',
  'platform',
  'platformVersion',
  'model',
  'manufacturer',
  'userAgent',
  'locale',
  'timeZone',
  'latitude',
  'longitude',
];
const bearerKeys = ['subject', 'realmPath', 'scopes', 'signedInAt', 'expiresAt'];
const readings: readonly Reading[] = [
  ...deviceKinds.map((kind) => ({
    label: `a list of ${kind}`,
    input: list,
    read: (json: unknown): readonly object[] => readDevices(json, kind),
    keys: [...deviceKeys, ...ownKeys[kind]],
  })),
  { label: 'profile data', input: listOf(profile), read: readProfileData, keys: profileKeys },
  {
    label: 'a person',
    input: person,
    read: (json) => [readPerson(json, 'uid')],
    keys: personKeys,
  },
  {
    label: 'found people',
    input: listOf(person),
    read: (json) => readPeople(json, 'uid'),
    keys: personKeys,
  },
  { label: 'people of IDM', input: listOf(managed), read: readManagedUsers, keys: personKeys },
  {
    label: 'a group',
    input: fc.record({ uniqueMember: attribute, description: anything }),
    read: (json) => [...readMembers(json)].map((member) => ({ member })),
    keys: ['member'],
  },
  {
    label: 'the claims of a token',
    input: claims,
    read: (json) => [readBearerClaims(json)],
    keys: bearerKeys,
  },
  {
    label: 'what an issuer says of a token',
    input: claims,
    read: (json) => [readIntrospection(json, { issuer: 'us', audience: 'me' }) ?? {}],
    keys: bearerKeys,
  },
  {
    label: 'a sign-in',
    input: fc.record({ tokenId: text, successUrl: anything }),
    read: (json) => [{ token: readTokenId(json) }],
    keys: ['token'],
  },
  {
    label: 'an access token',
    input: fc.record({ access_token: text, expires_in: often(fc.nat()), scope: anything }),
    read: (json) => [readAccessToken(json)],
    keys: ['token', 'expiresInSeconds'],
  },
  {
    label: 'a server version',
    input: fc.record({ version: text, revision: anything }),
    read: (json) => [{ version: readVersion(json) }],
    keys: ['version'],
  },
  {
    label: 'a session',
    input: session,
    read: (json) => [readSession(json) ?? {}],
    keys: ['username', 'universalId', 'realmPath', 'properties', 'idleExpiresAt', 'expiresAt'],
  },
  {
    label: 'an action',
    input: fc.record({ result: often(fc.boolean()), message: anything }),
    read: (json) => [{ result: readResult(json) }],
    keys: ['result'],
  },
  {
    label: 'server info',
    input: fc.record({ cookieName: text, domains: anything }),
    read: (json) => [{ name: readCookieName(json) }],
    keys: ['name'],
  },
  {
    label: 'an error',
    input: fc.record({ message: text, detail: anything }),
    read: (json) => [{ message: readErrorMessage(json) }],
    keys: ['message'],
  },
];

/** Texts, numbers, truths and valid dates; lists and maps of texts. */
function isPlain(value: unknown): boolean {
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (value instanceof Map) return [...value.values()].every((held) => typeof held === 'string');
  if (Array.isArray(value)) return value.every((held) => typeof held === 'string');
  return value === null || ['string', 'boolean', 'number'].includes(typeof value);
}

/** What is read, or the WireError; any other error is a defect and passes on. */
function attempt(read: Reading['read'], json: unknown): readonly object[] | WireError {
  try {
    return read(json);
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

test.each(readings)('$label', ({ input, read, keys }) => {
  let whole = 0;

  fc.assert(
    fc.property(fc.oneof(input, input, input, anything), (json) => {
      const items = attempt(read, json);
      if (items instanceof WireError) return true;
      whole += 1;
      return items
        .flatMap((item) => Object.entries(item))
        .every(([key, value]) => keys.includes(key) && isPlain(value));
    }),
    { numRuns: 1_000 },
  );

  expect(whole).toBeGreaterThan(100); // or the fuzz proves nothing
});
