/** The allow-list of recordings is what the readers of recordings read, and nothing else. */
import { expect, test } from '@jest/globals';
import { deviceKinds } from '../../../src/domain/devices/device.ts';
import { products } from '../../../src/am/foundation/product.ts';
import { checkRecord, readDevices, readProfileData } from '../../../src/am/json/devices.ts';
import { readGroup } from '../../../src/am/json/groups.ts';
import { members } from '../../../src/am/json/members.ts';
import { personFields, readPerson } from '../../../src/am/json/person.ts';
import { readServerInfo } from '../../../src/am/json/server-info.ts';
import {
  readAccessToken,
  readSession,
  readTokenId,
  readVersion,
} from '../../../src/am/json/session.ts';
import { readErrorCode, readErrorMessage, readResult } from '../../../src/am/json/wire.ts';

/** An object that notes which of its members are read, or looked for. */
function noting(names: Set<string>, given: object): object {
  const note = (name: string | symbol): void => {
    if (typeof name === 'string') names.add(name);
  };
  return new Proxy(given, {
    get: (target, name) => {
      note(name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? noting(names, value)
        : value;
    },
    has: (target, name) => {
      note(name);
      return Reflect.has(target, name);
    },
  });
}

const list = (names: Set<string>, item: object): object => ({ result: [noting(names, item)] });
const unnoted = (): void => undefined;
const parts = { platform: {}, hardware: {}, browser: {} };

/** Each reader with an answer that it reads to the end. */
const readings: Readonly<Record<string, (names: Set<string>) => unknown>> = {
  list: (names) => readDevices(noting(names, { result: [] }), 'OATH', unnoted),
  ...Object.fromEntries(
    deviceKinds.map((kind) => [
      `devices of ${kind}`,
      (names: Set<string>) => readDevices(list(names, {}), kind, unnoted),
    ]),
  ),
  'data of profiles': (names) =>
    readProfileData(list(names, { metadata: parts, location: {} }), unnoted),
  'a record': (names) => checkRecord(noting(names, { uuid: 'one' }), 'one'),
  'a person': (names) =>
    readPerson(noting(names, { uid: 'bob' }), {
      trueNameField: 'uid',
      areaAttributes: [],
      note: unnoted,
    }),
  'a group': (names) => readGroup(noting(names, {})),
  'a session': (names) =>
    readSession(noting(names, { username: 'bob', realm: '/', universalId: 'id=bob' })),
  'a server': (names) => readServerInfo(noting(names, { cookieName: 'c' })),
  'a version': (names) => readVersion(noting(names, { version: '1' })),
  'a result': (names) => readResult(noting(names, { result: true })),
  'a sign-in': (names) => readTokenId(noting(names, { tokenId: 't' })),
  'a token': (names) => readAccessToken(noting(names, { access_token: 't' })),
  'an error': (names) =>
    [readErrorCode, readErrorMessage].map((read) => read(noting(names, { code: 1, message: '' }))),
};

test('every member that a reader reads has a form, and no other member has one', () => {
  const names = new Set<string>();
  for (const read of Object.values(readings)) read(names);

  expect([...members.keys()].toSorted()).toEqual([...names].toSorted());
});

test('every requested field has a form', () => {
  const requested = Object.values(products).flatMap(({ kinds, trueNameField }) => [
    trueNameField,
    ...Object.values(kinds).flatMap((kind) => kind?.fields ?? []),
  ]);

  expect(requested.length).toBeGreaterThan(50);
  expect([...requested, ...personFields].filter((name) => !members.has(name))).toEqual([]);
});
