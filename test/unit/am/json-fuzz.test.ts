/** Whatever AM sends is read into known keys and plain values, or is a WireError (design D4, security E1–E3). */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  readCookieName,
  readDevices,
  readErrorMessage,
  readPerson,
  readResult,
  readSession,
  WireError,
} from '../../../src/am/json.ts';

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
    maxIdleExpirationTime: instant,
    maxSessionExpirationTime: instant,
  },
  { requiredKeys: [] },
);
const list = fc.record({ result: often(fc.array(device, { maxLength: 3 })) });

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
const readings: readonly Reading[] = [
  {
    label: 'an OATH list',
    input: list,
    read: (json) => readDevices(json, 'OATH'),
    keys: deviceKeys,
  },
  {
    label: 'a push list',
    input: list,
    read: (json) => readDevices(json, 'PUSH'),
    keys: [...deviceKeys, 'platform', 'issuer'],
  },
  {
    label: 'a person',
    input: person,
    read: (json) => [readPerson(json, 'uid')],
    keys: [
      'trueName',
      'username',
      'displayName',
      'givenName',
      'familyName',
      'email',
      'status',
      'oathSkip',
    ],
  },
  {
    label: 'a session',
    input: session,
    read: (json) => [readSession(json) ?? {}],
    keys: ['username', 'universalId', 'realmPath', 'idleExpiresAt', 'expiresAt'],
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

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || value instanceof Date;
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
