/** Whatever AM sends is read into known keys and plain values, or is a WireError (design D4, security E1–E3). */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readBearerClaims, readIntrospection } from '../../../src/am/json/bearer.ts';
import { readDevices, readProfileData } from '../../../src/am/json/devices.ts';
import { readGroup } from '../../../src/am/json/groups.ts';
import { readManagedUsers, readPeople, readPerson } from '../../../src/am/json/person.ts';
import { readCookieName, readProducts } from '../../../src/am/json/server-info.ts';
import { readSession, readVersion } from '../../../src/am/json/session.ts';
import { readAccessToken, readTokenId } from '../../../src/am/json/tokens.ts';
import { readErrorMessage, readResult, WireError } from '../../../src/am/json/wire.ts';
import { deviceKinds } from '../../../src/domain/device.ts';

type Read = (json: unknown) => unknown;

const secrets = {
  sharedSecret: 's',
  recoveryCodes: ['s'],
  userPassword: ['s'],
  cnf: { jkt: 's' },
  ['__proto__']: 's',
  constructor: 's',
};
/** An object whose members are texts that are not empty. */
const texts = (names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'x']));
/** One whose members are lists of one text. */
const attributes = (names: string): Readonly<Record<string, string[]>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, ['x']]));

const device = {
  ...texts('uuid _id deviceName deviceType issuer credentialId deviceId identifier alias name'),
  createdDate: 1,
  lastAccessDate: 2,
  lastLogin: 3,
  selectionCounter: 3,
  deviceManagementStatus: true,
  ...secrets,
};
const person = {
  ...attributes('uid cn givenName sn mail inetUserStatus oath2faEnabled dn'),
  username: 'bob',
  ...secrets,
};
const managed = { ...texts('_id userName givenName sn cn mail accountStatus'), ...secrets };
const profile = {
  identifier: 'i',
  metadata: {
    platform: { ...texts('platform version model locale timeZone'), ...secrets },
    hardware: { manufacturer: 'm', cpu: 'c' },
    browser: { userAgent: 'a' },
  },
  location: { latitude: 1.5, longitude: 2.5 },
  ...secrets,
};
const claims = {
  ...texts('client_id realm'),
  sub: '(usr!bob)',
  subname: 'bob',
  aud: 'me',
  iss: 'us',
  scope: ['a'],
  auth_time: 1,
  exp: 2,
  tokenName: 'access_token',
  active: true,
  ...secrets,
  // A token that is bound to a key is refused as a whole.
  cnf: null,
};
const session = {
  ...texts('username universalId realm sessionHandle'),
  properties: { role: 'r', constructor: 'c' },
  maxIdleExpirationTime: '2026-11-24T10:30:00Z',
  maxSessionExpirationTime: null,
};

/** What AM sends when all is well, and its reader. Of its reading, all keys are known: the tables beside this say which. */
const readings: readonly (readonly [label: string, good: object, read: Read])[] = [
  ...deviceKinds.map((kind): readonly [string, object, Read] => [
    `a list of ${kind}`,
    // Trusted devices tell the date as a text.
    { result: [{ ...device, lastSelectedDate: kind === 'TRUSTED' ? 'Nov 24' : 4 }, {}] },
    (json) => readDevices(json, kind),
  ]),
  ['profile data', { result: [profile, {}] }, readProfileData],
  ['a person', person, (json) => readPerson(json, 'uid')],
  ['found people', { result: [person] }, (json) => readPeople(json, 'uid')],
  ['people of IDM', { result: [managed] }, readManagedUsers],
  ['a group', { uniqueMember: ['uid=bob'], ...secrets }, (json) => [...readGroup(json).members]],
  ['the claims of a token', claims, (json) => readBearerClaims(json, 1_000)],
  [
    'what an issuer says of a token',
    claims,
    (json) => readIntrospection(json, { issuer: 'us', audience: 'me', now: 1_000 }),
  ],
  ['a sign-in', { tokenId: 't', ...secrets }, readTokenId],
  ['an access token', { access_token: 't', expires_in: 9, ...secrets }, readAccessToken],
  ['a server version', { version: '7', ...secrets }, readVersion],
  ['a session', session, readSession],
  ['an action', { result: true, ...secrets }, readResult],
  ['server info', { cookieName: 'c', ...secrets }, readCookieName],
  ['a product', { userIdAttributes: ['uid'], ...secrets }, readProducts],
  ['an error', { message: 'm', ...secrets }, readErrorMessage],
];

/** Names of Object.prototype, and texts that mean something somewhere. */
const odd = fc.constantFrom('constructor', '__proto__', 'hasOwnProperty', 'android', 'Active', '1');
const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.string(), odd);

/** The like of what is good, with a value of another kind or none in places, so that readings get through to the end. */
function like(good: unknown): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 24, arbitrary: ofItsKind(good) }, { weight: 1, arbitrary: anything });
}

function ofItsKind(good: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(good)) return fc.tuple(...good.map(like));
  if (typeof good === 'object' && good !== null) {
    return fc.record(
      Object.fromEntries(Object.entries(good).map(([key, value]) => [key, like(value)])),
    );
  }
  const free = typeof good === 'number' ? fc.nat() : fc.oneof(fc.string(), odd);
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(good) },
    typeof good === 'boolean' ? fc.boolean() : free,
  );
}

/** The keys of all objects in what has been read. */
function keysIn(read: unknown): string[] {
  if (Array.isArray(read)) return read.flatMap(keysIn);
  return typeof read === 'object' && read !== null ? Object.keys(read) : [];
}

/** Texts, numbers, truths and valid dates; lists and maps of texts; lists and objects of such. */
function isPlain(value: unknown): boolean {
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (value instanceof Map) return [...value.values()].every((held) => typeof held === 'string');
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isPlain);
  return value === null || ['string', 'boolean', 'number'].includes(typeof value);
}

test.each(readings)('%s', (_label, good, read) => {
  const known = new Set(keysIn(read(good)));
  let whole = 0;

  fc.assert(
    fc.property(fc.oneof(like(good), like(good), anything), (json) => {
      try {
        const value = read(json);
        whole += 1;
        return isPlain(value) && keysIn(value).every((key) => known.has(key));
      } catch (error) {
        if (error instanceof WireError) return true;
        throw error; // any other error is a defect
      }
    }),
    { numRuns: 1_000 },
  );

  expect(whole).toBeGreaterThan(100); // or the fuzz proves nothing
});
