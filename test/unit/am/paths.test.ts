/**
 * Every name fills exactly one segment or literal, whatever characters it holds (security C1–C16;
 * contract §5.2, §10, U32, U38).
 */
import { describe, expect, test } from '@jest/globals';
import { Paths } from '../../../src/am/http/paths.ts';
import { products } from '../../../src/am/foundation/product.ts';
import type { PersonRef } from '../../../src/domain/people/person.ts';
import { createUserIdRule } from '../../../src/domain/people/user-id.ts';
import { isSearchFilter } from '../../support/search-filters.ts';

const alpha = { name: 'alpha', path: '/alpha' };
const rule = createUserIdRule('pingam');

function person(id: string): PersonRef {
  if (!rule.accepts(id)) throw new Error(`${id} is no user id`);
  return { id, realm: alpha };
}

const bob = person('bob');
const paths = new Paths('/am', products.pingam);

const inAlpha = '/am/json/realms/root/realms/alpha';
const templates = [
  'groups/{name}',
  'users?_queryFilter=true',
  'users/{id}/devices/2fa/webauthn/{device}',
  'authenticate?journey',
  'sessions?_queryFilter',
];

test('names are in the path, and not in the template that is logged', () => {
  const routes = [
    paths.group(alpha, 'help desk/*?'),
    paths.userSample(alpha),
    paths.device(bob, 'WEB_AUTHN', 'a=b'),
    paths.journey(alpha, 'by code'),
    paths.sessionsOf(bob),
  ];

  expect(routes.map(({ template }) => template)).toEqual(templates);
  expect(routes.slice(0, 4).map(({ path }) => path)).toEqual([
    `${inAlpha}/groups/help%20desk%2F%2A%3F?_fields=uniqueMember,members,dn`,
    `${inAlpha}/users?_queryFilter=true&_pageSize=20&_fields=dn`,
    `${inAlpha}/users/bob/devices/2fa/webauthn/a%3Db`,
    `${inAlpha}/authenticate?authIndexType=service&authIndexValue=by%20code&noSession=true`,
  ]);
  expect(new Paths('/am', products.aic).managedUsers(alpha, { text: 'bob' })).toMatchObject({
    path: expect.stringMatching(
      /&_fields=userName,givenName,sn,cn,mail,accountStatus&_pageSize=200$/,
    ),
    template: 'openidm/managed/{realm}_user?_queryFilter',
  });
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
      [filterOf(paths.userSearch(alpha, { text }, ['uid']).path), 'uid'],
      [filterOf(paths.managedUsers(alpha, { text }).path), 'userName'],
    ] as const) {
      const begins = [userName, 'mail', 'cn'].map((field) => `${field} sw "${literal}"`);
      expect(filter.startsWith(`${begins.join(' or ')} or `)).toBe(true);
      expect(isSearchFilter(filter)).toBe(true);
    }
  });
});
