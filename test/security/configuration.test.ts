/**
 * A wrong or unsafe setting stops the start, and every one is named at once (security H1); each
 * alone is in test/operations/wrong-configurations.txt.
 */
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import { optionsByName } from '../../src/config/options.ts';
import { configOf, problemsOf } from '../unit/config/problems.ts';

const production = { NODE_ENV: 'production', AM_URL: 'https://am.example.com/am' };

describe('security H1: in production', () => {
  test.each([
    ['https', production],
    ['http to loopback', { ...production, AM_URL: 'http://127.0.0.1:8080/am' }],
    ['http to loopback in IPv6', { ...production, AM_URL: 'http://[::1]:8080/am' }],
  ])('%s is accepted', (_label, environment) => {
    expect(configOf(environment).production).toBe(true);
  });

  test('nothing switches introspection on again', () => {
    const names = [...optionsByName.keys()];

    // That one is where tokens are asked about (RFC 7662), and has nothing to do with the schema.
    expect(
      names.filter((name) => /INTROSPECT|EXPLORER|PLAYGROUND|DEBUG|INSECURE/.test(name)),
    ).toEqual(['OIDC_INTROSPECTION_URL']);
  });
});

test.each([
  ['AM_COOKIE_NAME', 'a\r\nb'],
  ['AM_USER_NAME_ATTRIBUTE', 'uid\r\nx: y'],
])('%s has no line break (security H1)', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(`^${name}: `)]);
});

describe('security C12: realms', () => {
  test.each<readonly [string, Environment, object]>([
    ['nothing', {}, { name: 'alpha', path: '/alpha' }],
    ['one name', { AM_REALMS: 'beta' }, { name: 'beta', path: '/beta' }],
    ['the top realm', { AM_REALMS: 'root' }, { name: 'root', path: '/' }],
    ['a list', { AM_REALMS: 'a, b' }, { name: 'a', path: '/a' }],
    ['a nested one', { AM_REALMS: 'emea=/cust/emea' }, { name: 'emea', path: '/cust/emea' }],
  ])('from %s', (_label, environment, expected) => {
    const { realms } = configOf(environment).access;

    expect(realms.default).toEqual(expected);
    expect(realms.byName('gamma')).toBeUndefined();
    expect(realms.byName('')).toBeUndefined();
  });

  test('are found by their whole path', () => {
    const { realms } = configOf({ AM_REALMS: 'root,emea=/cust/emea' }).access;

    expect(realms.byPath('/cust/emea')?.name).toBe('emea');
    expect(realms.byPath('/')?.name).toBe('root');
    const others = ['/cust', '/cust/emea/', '/CUST/emea', 'cust/emea', '/emea', ''];
    expect(others.map((path) => realms.byPath(path))).toEqual(others.map(() => undefined));
  });
});
