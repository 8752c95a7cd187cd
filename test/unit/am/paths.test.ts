/**
 * Every name fills exactly one segment or literal, whatever characters it holds (security C1–C16;
 * contract §5.2, §10, U32, U38).
 */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeSegment, Paths } from '../../../src/am/foundation/paths.ts';
import { capabilitiesOf, products, type Product } from '../../../src/am/foundation/product.ts';
import { deviceKinds, type DeviceKind } from '../../../src/domain/device.ts';
import { Failure } from '../../../src/domain/failure.ts';
import type { PersonRef } from '../../../src/domain/person.ts';
import { createUserIdRule } from '../../../src/domain/user-id.ts';
import { isSearchFilter } from '../../support/search-filters.ts';

const alpha = { name: 'alpha', path: '/alpha' };
const root = { name: 'root', path: '/' };
const emea = { name: 'emea', path: '/our customers/emea' };
const rule = createUserIdRule('pingam');

function person(id: string, realm = alpha): PersonRef {
  if (!rule.accepts(id)) throw new Error(`${id} is no user id`);
  return { id, realm };
}

const bob = person('bob');
const paths = new Paths('/am', products.pingam);
const openam = new Paths('/openam', products.openam);
const fieldsOf = (kind: 'OATH' | 'PUSH', { kinds } = products.pingam): readonly string[] | null =>
  kinds[kind]?.fields ?? null;
const inAlpha = '/am/json/realms/root/realms/alpha';
const inEmea = '/am/json/realms/root/realms/our%20customers/realms/emea';
const common = '_fields=uuid,deviceName,createdDate,lastAccessDate,deviceManagementStatus';

/** The user name, mail address and name, the last also with an accent that `bob` may have lost. */
function filterForBob(userName: string): string {
  const names = Array.from('oóöøòôõőō', (letter) => `b${letter}b`);
  const named = (field: string): string[] => names.map((name) => `${field} sw "${name}"`);
  const begins = [userName, 'mail', 'cn'].map((field) => `${field} sw "bob"`);
  return [...begins, ...named('givenName'), ...named('sn')].join(' or ');
}

test.each([
  ['serverinfo/*', paths.serverInfo(alpha), `${inAlpha}/serverinfo/*`],
  ['serverinfo/version', paths.serverVersion(alpha), `${inAlpha}/serverinfo/version`],
  [
    'sessions?_action=getSessionInfo',
    paths.sessions(root, 'getSessionInfo'),
    '/am/json/realms/root/sessions?_action=getSessionInfo',
  ],
  [
    'sessions?_action=logoutByUser',
    paths.sessions(alpha, 'logoutByUser'),
    `${inAlpha}/sessions?_action=logoutByUser`,
  ],
  [
    'sessions?_queryFilter',
    openam.sessionsOf(person("o'brien")),
    `/openam/json/realms/root/realms/alpha/sessions?_queryFilter=username%20eq%20%22o'brien%22%20and%20realm%20eq%20%22%2Falpha%22`,
  ],
  ['authenticate', paths.authenticate(root), '/am/json/realms/root/authenticate'],
  ['authenticate', paths.authenticate(emea), `${inEmea}/authenticate`],
  ['oauth2/access_token', paths.accessToken(), '/am/oauth2/access_token'],
  [
    'groups/{name}',
    paths.group(alpha, 'help desk/*?'),
    `${inAlpha}/groups/help%20desk%2F%2A%3F?_fields=uniqueMember,members,dn`,
  ],
  ['users/{id}', paths.user(bob, ['uid', 'cn']), `${inAlpha}/users/bob?_fields=uid,cn`],
  ['users/{id}', paths.user(person('bob', emea), ['uid']), `${inEmea}/users/bob?_fields=uid`],
  [
    'users/{id}',
    paths.user(person("o'brien @home!"), ['uid']),
    `${inAlpha}/users/o%27brien%20%40home%21?_fields=uid`,
  ],
  [
    'users?_queryFilter',
    paths.userSearch(alpha, 'bob', ['uid', 'mail']),
    `${inAlpha}/users?_queryFilter=${encodeURIComponent(filterForBob('uid'))}&_fields=uid,mail`,
  ],
  [
    'users?_queryFilter=true',
    paths.userSample(alpha),
    `${inAlpha}/users?_queryFilter=true&_pageSize=20&_fields=dn`,
  ],
  [
    'openidm/managed/{realm}_user?_queryFilter',
    new Paths('/am', products.aic).managedUsers(alpha, 'bob'),
    `/openidm/managed/alpha_user?_queryFilter=${encodeURIComponent(filterForBob('userName'))}&_fields=userName,givenName,sn,cn,mail,accountStatus&_pageSize=200`,
  ],
  [
    'users/{id}/devices/2fa/oath',
    paths.deviceList(bob, 'OATH', fieldsOf('OATH')),
    `${inAlpha}/users/bob/devices/2fa/oath?_queryFilter=true&${common}`,
  ],
  [
    'users/{id}/devices/2fa/push',
    paths.deviceList(bob, 'PUSH', fieldsOf('PUSH')),
    `${inAlpha}/users/bob/devices/2fa/push?_queryFilter=true&${common}`,
  ],
  [
    'users/{id}/devices/push',
    openam.deviceList(bob, 'PUSH', fieldsOf('PUSH', products.openam)),
    '/openam/json/realms/root/realms/alpha/users/bob/devices/push?_queryFilter=true&_fields=uuid,deviceName,deviceType,issuer',
  ],
  [
    'users/{id}/devices/trusted',
    paths.deviceList(bob, 'TRUSTED', null),
    `${inAlpha}/users/bob/devices/trusted?_queryFilter=true`,
  ],
  [
    'users/{id}/devices/2fa/oath?_action=reset',
    paths.deviceReset(bob, 'OATH'),
    `${inAlpha}/users/bob/devices/2fa/oath?_action=reset`,
  ],
  [
    'users/{id}/devices/2fa/webauthn/{device}',
    paths.device(bob, 'WEB_AUTHN', 'a=b+c:d@e~'),
    `${inAlpha}/users/bob/devices/2fa/webauthn/a%3Db%2Bc%3Ad%40e~`,
  ],
])('the place of %s', (template, route, path) => {
  expect(route).toEqual({ path, template, realm: expect.any(String) });
});

describe('a search text', () => {
  /** The filter as the server on the other side decodes it. */
  function filterOf(path: string): string {
    return new URL(path, 'http://am.example.com').searchParams.get('_queryFilter') ?? '';
  }

  test.each([
    ['bob" or true or uid sw "', 'bob\\" or true or uid sw \\"'],
    ['a\\', 'a\\\\'],
    ['a\\"', 'a\\\\\\"'],
    ['a&_fields=*#', 'a&_fields=*#'],
    ['é😀%22', 'é😀%22'],
  ])('%p stays within its literal', (text, literal) => {
    for (const [filter, userName] of [
      [filterOf(paths.userSearch(alpha, text, ['uid']).path), 'uid'],
      [filterOf(paths.managedUsers(alpha, text).path), 'userName'],
    ] as const) {
      const begins = [userName, 'mail', 'cn'].map((field) => `${field} sw "${literal}"`);
      expect(filter.startsWith(`${begins.join(' or ')} or `)).toBe(true);
      expect(isSearchFilter(filter)).toBe(true);
    }
  });

  test('of whatever characters makes comparisons with texts and no other parameter', () => {
    const marked = fc.array(fc.oneof(fc.constantFrom('"', '\\', '&', '#', '%', '\n'), fc.string()));

    const property = fc.property(
      marked.map((parts) => parts.join('')).filter((text) => text.isWellFormed()),
      (text) => {
        const { path } = paths.userSearch(alpha, text, ['uid']);
        const parameters = [...new URL(path, 'http://am.example.com').searchParams.keys()];
        return parameters.join() === '_queryFilter,_fields' && isSearchFilter(filterOf(path));
      },
    );

    expect(() => fc.assert(property, { numRuns: 1_000 })).not.toThrow();
  });
});

describe('a kind that a product lacks', () => {
  test.each(['WEB_AUTHN', 'BOUND', 'PROFILE'] as const)('has no path: %s', (kind) => {
    expect(() => openam.deviceList(bob, kind, null)).toThrow(Failure);
    expect(() => openam.deviceReset(bob, kind)).toThrow(Failure);
    expect(() => openam.device(bob, kind, 'x')).toThrow(Failure);
  });

  test('is not among its kinds', () => {
    const kindsOf = (product: Product): DeviceKind[] =>
      capabilitiesOf(product).map(({ kind }) => kind);

    expect(kindsOf(products.openam)).toEqual(['OATH', 'PUSH', 'TRUSTED']);
    expect(kindsOf(products.pingam)).toEqual(deviceKinds);
    expect(kindsOf(products.aic)).toEqual(deviceKinds);
  });
});

test.each([
  ["a!'()*b", 'a%21%27%28%29%2Ab'],
  ['a/b', 'a%2Fb'],
  ['a b+c', 'a%20b%2Bc'],
  ['a%2Fb', 'a%252Fb'],
  ['é', '%C3%A9'],
  ['A-Za.z_0~', 'A-Za.z_0~'],
])('%p is encoded as %p', (text, encoded) => {
  expect(encodeSegment(text)).toBe(encoded);
});
