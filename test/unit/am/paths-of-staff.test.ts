/** The places of search, groups, sign-in and single devices (security C1, C16; contract §5.2, §10, U32, U38). */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Paths } from '../../../src/am/paths.ts';
import { products } from '../../../src/am/product.ts';
import { deviceKinds } from '../../../src/domain/device.ts';
import { Failure } from '../../../src/domain/failure.ts';
import type { PersonRef } from '../../../src/domain/person.ts';
import { createUserIdRule } from '../../../src/domain/user-id.ts';

const alpha = { name: 'alpha', path: '/alpha' };
const root = { name: 'root', path: '/' };
const emea = { name: 'emea', path: '/customers/emea' };
const paths = new Paths('/am', products.pingam);
const inAlpha = '/am/json/realms/root/realms/alpha';

function personCalled(id: string): PersonRef {
  const rule = createUserIdRule('pingam');
  if (!rule.accepts(id)) throw new Error(`${id} is no user id`);
  return { id, realm: alpha };
}

const bob = personCalled('bob');

test.each([
  {
    label: 'the super user’s sign-in',
    route: paths.authenticate(root),
    path: '/am/json/realms/root/authenticate',
    template: 'authenticate',
  },
  {
    label: 'a sign-in to a realm',
    route: paths.authenticate(emea),
    path: '/am/json/realms/root/realms/customers/realms/emea/authenticate',
    template: 'authenticate',
  },
  {
    label: 'access tokens',
    route: paths.accessToken(),
    path: '/am/oauth2/access_token',
    template: 'oauth2/access_token',
  },
  {
    label: 'the version',
    route: paths.serverVersion(alpha),
    path: `${inAlpha}/serverinfo/version`,
    template: 'serverinfo/version',
  },
  {
    label: 'a group',
    route: paths.group(alpha, 'help desk/*?'),
    path: `${inAlpha}/groups/help%20desk%2F%2A%3F?_fields=uniqueMember`,
    template: 'groups/{name}',
  },
  {
    label: 'a search',
    route: paths.userSearch(alpha, 'bob', ['uid', 'mail']),
    path: `${inAlpha}/users?_queryFilter=uid%20sw%20%22bob%22%20or%20mail%20sw%20%22bob%22&_fields=uid,mail`,
    template: 'users?_queryFilter',
  },
  {
    label: 'a search in AIC',
    route: new Paths('/am', products.aic).managedUsers(alpha, 'bob'),
    path: '/openidm/managed/alpha_user?_queryFilter=userName%20sw%20%22bob%22%20or%20mail%20sw%20%22bob%22&_fields=userName,givenName,sn,cn,mail,accountStatus&_pageSize=200',
    template: 'openidm/managed/{realm}_user?_queryFilter',
  },
  {
    label: 'whole records',
    route: paths.deviceList(bob, 'TRUSTED', null),
    path: `${inAlpha}/users/bob/devices/trusted?_queryFilter=true`,
    template: 'users/{id}/devices/trusted',
  },
  {
    label: 'one device',
    route: paths.device(bob, 'WEB_AUTHN', 'a=b+c:d@e~'),
    path: `${inAlpha}/users/bob/devices/2fa/webauthn/a%3Db%2Bc%3Ad%40e~`,
    template: 'users/{id}/devices/2fa/webauthn/{device}',
  },
])('$label', ({ route, path, template }) => {
  expect(route).toEqual({ path, template });
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
    expect(filterOf(paths.userSearch(alpha, text, ['uid']).path)).toBe(
      `uid sw "${literal}" or mail sw "${literal}"`,
    );
    expect(filterOf(paths.managedUsers(alpha, text).path)).toBe(
      `userName sw "${literal}" or mail sw "${literal}"`,
    );
  });

  test('of whatever characters makes two literals and no other parameter', () => {
    const literals = /^uid sw "(?:[^"\\]|\\["\\])*" or mail sw "(?:[^"\\]|\\["\\])*"$/u;
    const marked = fc.array(fc.oneof(fc.constantFrom('"', '\\', '&', '#', '%', '\n'), fc.string()));

    fc.assert(
      fc.property(
        marked.map((parts) => parts.join('')).filter((text) => text.isWellFormed()),
        (text) => {
          const { path, template } = paths.userSearch(alpha, text, ['uid']);
          const url = new URL(path, 'http://am.example.com');
          expect([...url.searchParams.keys()]).toEqual(['_queryFilter', '_fields']);
          expect(filterOf(path)).toMatch(literals);
          expect(template).toBe('users?_queryFilter');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('a kind that a product lacks', () => {
  const openam = new Paths('/openam', products.openam);

  test.each(['WEB_AUTHN', 'BOUND', 'PROFILE'] as const)('has no place: %s', (kind) => {
    for (const make of [
      () => openam.deviceList(bob, kind, null),
      () => openam.deviceReset(bob, kind),
      () => openam.device(bob, kind, 'x'),
    ]) {
      expect(make).toThrow(Failure);
    }
  });

  test('is none of those that it has', () => {
    const served = deviceKinds.filter((kind) => products.openam.kinds[kind] !== undefined);

    expect(served).toEqual(['OATH', 'PUSH', 'TRUSTED']);
    expect(Object.keys(products.pingam.kinds)).toEqual(deviceKinds);
    expect(Object.keys(products.aic.kinds)).toEqual(deviceKinds);
  });
});
