/** Every name fills exactly one segment, whatever characters it holds (security C1–C11). */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeSegment, Paths } from '../../../src/am/paths.ts';
import { products } from '../../../src/am/product.ts';
import type { DeviceKind } from '../../../src/domain/device.ts';
import type { PersonRef } from '../../../src/domain/person.ts';
import { createUserIdRule } from '../../../src/domain/user-id.ts';

const alpha = { name: 'alpha', path: '/alpha' };
const rule = createUserIdRule('pingam');

function person(id: string, realm = alpha): PersonRef {
  if (!rule.accepts(id)) throw new Error(`${id} is no user id`);
  return { id, realm };
}

function fieldsOf(kind: DeviceKind): readonly string[] | null {
  return products.pingam.kinds[kind]?.fields ?? null;
}

describe('the paths', () => {
  const paths = new Paths('/am', products.pingam);
  const openam = new Paths('/openam', products.openam);
  const fields = '_fields=uuid,deviceName,createdDate,lastAccessDate,deviceManagementStatus';
  const openAmPush = products.openam.kinds.PUSH?.fields ?? null;
  const users = '/am/json/realms/root/realms/alpha/users';

  test.each([
    {
      label: 'server info',
      route: paths.serverInfo(alpha),
      path: '/am/json/realms/root/realms/alpha/serverinfo/*',
    },
    {
      label: 'a session',
      route: paths.sessionInfo({ name: 'root', path: '/' }),
      path: '/am/json/realms/root/sessions?_action=getSessionInfo',
    },
    {
      label: 'a person',
      route: paths.user(person('bob'), ['uid', 'cn']),
      path: `${users}/bob?_fields=uid,cn`,
    },
    {
      label: 'one-time passwords',
      route: paths.deviceList(person('bob'), 'OATH', fieldsOf('OATH')),
      path: `${users}/bob/devices/2fa/oath?_queryFilter=true&${fields}`,
    },
    {
      label: 'push devices',
      route: paths.deviceList(person('bob'), 'PUSH', fieldsOf('PUSH')),
      path: `${users}/bob/devices/2fa/push?_queryFilter=true&${fields}`,
    },
    {
      label: 'a reset',
      route: paths.deviceReset(person('bob'), 'OATH'),
      path: `${users}/bob/devices/2fa/oath?_action=reset`,
    },
    {
      label: 'push devices of OpenAM',
      route: openam.deviceList(person('bob'), 'PUSH', openAmPush),
      path: '/openam/json/realms/root/realms/alpha/users/bob/devices/push?_queryFilter=true&_fields=uuid,deviceName,deviceType,issuer',
    },
    {
      label: 'a nested realm',
      route: paths.user(person('bob', { name: 'emea', path: '/our customers/emea' }), ['uid']),
      path: '/am/json/realms/root/realms/our%20customers/realms/emea/users/bob?_fields=uid',
    },
    {
      label: 'an awkward name',
      route: paths.user(person("o'brien @home!"), ['uid']),
      path: `${users}/o%27brien%20%40home%21?_fields=uid`,
    },
  ])('$label', ({ route, path }) => {
    expect(route.path).toBe(path);
  });

  test('templates hold no name', () => {
    const bob = person('bob');
    const routes = [
      paths.user(bob, []),
      paths.deviceList(bob, 'PUSH', []),
      paths.deviceReset(bob, 'OATH'),
    ];

    expect(routes.map(({ template }) => template)).toEqual([
      'users/{id}',
      'users/{id}/devices/2fa/push',
      'users/{id}/devices/2fa/oath?_action=reset',
    ]);
  });

  test('every name that is taken is one segment and comes back as it was', () => {
    const ids = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .filter((id) => rule.accepts(id));

    fc.assert(
      fc.property(ids, (id) => {
        const { path } = paths.deviceReset(person(id), 'OATH');
        const url = new URL(path, 'http://am.example.com');
        const segments = url.pathname.split('/');
        expect(`${url.pathname}${url.search}`).toBe(path);
        expect(segments).toHaveLength(12);
        expect(decodeURIComponent(segments[8] ?? '')).toBe(id);
      }),
      { numRuns: 500 },
    );
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

test('any text is encoded into unreserved characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const encoded = encodeSegment(text);
      expect(encoded).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
      expect(decodeURIComponent(encoded)).toBe(text);
    }),
  );
});
