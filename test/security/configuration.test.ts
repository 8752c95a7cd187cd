/** A wrong or unsafe setting stops the start, and every one is named at once (security H1). */
import { describe, expect, test } from '@jest/globals';
import { loadConfig, type Config, type Environment } from '../../src/config/load-config.ts';
import { optionsByName } from '../../src/config/options.ts';
import { ConfigError } from '../../src/config/problem.ts';

const production = { NODE_ENV: 'production', AM_URL: 'https://am.example.com/am' };

describe('security H1: in production', () => {
  test.each([
    ['no AM', { NODE_ENV: 'production' }, 'AM_URL: missing'],
    ['plain http', { ...production, AM_URL: 'http://am.example.com/am' }, 'AM_URL: plain http'],
    [
      'another name like loopback',
      { ...production, AM_URL: 'http://localhost.evil.test' },
      'AM_URL: plain http',
    ],
    ['any address', { ...production, AM_URL: 'http://0.0.0.0/am' }, 'AM_URL: plain http'],
    [
      'TLS checks off',
      { ...production, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      'NODE_TLS_REJECT_UNAUTHORIZED: 0 is refused',
    ],
    ['any origin', { ...production, CORS_ORIGINS: '*' }, 'CORS_ORIGINS: "*"'],
  ])('%s is refused', (_label, environment, problem) => {
    const problems = problemsOf(environment);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${escaped(problem)}`));
  });

  test.each([
    ['https', production],
    ['http to loopback', { ...production, AM_URL: 'http://127.0.0.1:8080/am' }],
    ['http to loopback in IPv6', { ...production, AM_URL: 'http://[::1]:8080/am' }],
  ])('%s is accepted', (_label, environment) => {
    expect(loadConfig(environment).production).toBe(true);
  });

  test('nothing switches introspection on again', () => {
    const names = [...optionsByName.keys()];

    // That one is where tokens are asked about (RFC 7662), and has nothing to do with the schema.
    expect(
      names.filter((name) => /INTROSPECT|EXPLORER|PLAYGROUND|DEBUG|INSECURE/.test(name)),
    ).toEqual(['OIDC_INTROSPECTION_URL']);
  });
});

/** Each is refused alone. */
const wrongValues: Readonly<Record<string, readonly string[]>> = {
  PORT: ['-1', '65536', '4000x', '0x10'],
  LOG_LEVEL: ['loud'],
  LOG_CALLER_KEY: ['too short'],
  TRUSTED_PROXIES: ['10.0.0.0/33', '10.0.0', '2001:db8::/129', '10.0.0.0/8/8', 'proxy.example.com'],
  CORS_HEADERS: ['*', 'x-a: b'],
  CORS_ORIGINS: [
    'null',
    'https://portal.example.com/app',
    'https://*.example.com',
    'https://Portal.example.com',
  ],
  AM_URL: [
    'am.example.com',
    'ftp://am.example.com',
    'https://am.example.com/am?x=1',
    'https://am.example.com/am#x',
  ],
  AM_FLAVOR: ['keycloak', 'PINGAM'],
  AM_REALM: ['../root', 'al/pha', '/alpha'],
  AM_REALMS: [
    'alpha,be ta',
    'emea=customers',
    'emea=/../root',
    'emea=/a/../b',
    'emea=/a/',
    'emea=/a%2fb',
    'alpha,alpha=/b',
    ',',
  ],
  AM_COOKIE_NAME: ['a b', 'a:b', 'a\r\nb', 'naïve', 'host', 'Content-Type'],
  AM_SUPER_USER: ['amadmin'],
  AM_USER_ID_PATTERN: ['(', '[z-a]'],
  AM_OATH_PATH: ['../oath', '/devices/oath', 'devices/2fa/oath?_action=skip'],
  AM_PUSH_PATH: ['devices//push', 'devices/%2e%2e'],
  AM_DEVICES_VERSION: ['1', '1.0,protocol=1.0'],
  AM_USERS_VERSION: ['latest'],
  AM_SESSIONS_VERSION: ['2.0\r\nx: y'],
  AM_CA_FILE: ['/nowhere/ca.pem', 'package.json'],
  AM_TIMEOUT_MS: ['0', 'Infinity'],
  AM_CONNECT_TIMEOUT_MS: ['1e3'],
  AM_CONNECTIONS: ['0'],
  SESSION_CACHE_SECONDS: ['31', '-1'],
  LIMIT_BODY_BYTES: ['999999999'],
  LIMIT_DEPTH: ['1000'],
  LIMIT_TOKENS: ['1501'],
  LIMIT_COST: ['none'],
  DRAIN_SECONDS: ['0'],
  SANDBOX_PORT: ['x'],
};

describe('security H1: a setting', () => {
  test.each(
    Object.entries(wrongValues).flatMap(([name, values]) =>
      values.map((value) => [name, value] as const),
    ),
  )('%s=%j is refused by name', (name, value) => {
    const problems = problemsOf({ [name]: value });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: `));
  });

  test.each(['Production', 'prod', 'PRODUCTION', 'live'])(
    'NODE_ENV=%s is not mistaken for development',
    (NODE_ENV) => {
      expect(problemsOf({ NODE_ENV })[0]).toMatch(/^NODE_ENV: /);
    },
  );

  test('that is wrong is named with all the others', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: 'x',
      CORS_ORIGINS: '*',
      AM_URL: 'http://am.example.com',
      AM_FLAVOR: 'x',
      AM_REALMS: '../x',
      AM_TIMEOUT_MS: '1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });

    const names = problems.map((line) => line.split(':', 1)[0]);
    expect(problems).toHaveLength(7);
    expect(new Set(names)).toEqual(
      new Set([
        'AM_FLAVOR',
        'AM_REALMS',
        'AM_TIMEOUT_MS',
        'AM_URL',
        'CORS_ORIGINS',
        'NODE_TLS_REJECT_UNAUTHORIZED',
        'PORT',
      ]),
    );
  });

  test.each([
    ['https://amadmin:SECRET@am.example.com/am'],
    ['https://SECRET@am.example.com/am'],
    ['https://am.example.com/am?password=SECRET'],
    ['https://am.example.com/am#SECRET'],
    ['amadmin:SECRET@am.example.com'],
  ])('with a password in it is not quoted: %s', (AM_URL) => {
    const problems = problemsOf({ AM_URL });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^AM_URL: /);
    expect(problems[0]).not.toContain('SECRET');
  });

  test('that must match a whole id does', () => {
    const { userIdPattern } = loadConfig({ AM_USER_ID_PATTERN: 'a|b' }).am;

    expect(['a', 'b', 'ax', 'xb', 'a\n'].map((id) => userIdPattern?.test(id))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('security C12: realms', () => {
  test.each<readonly [string, Environment, object]>([
    ['nothing', {}, { name: 'alpha', path: '/alpha' }],
    ['one name', { AM_REALM: 'beta' }, { name: 'beta', path: '/beta' }],
    ['the top realm', { AM_REALM: 'root' }, { name: 'root', path: '/' }],
    ['a list', { AM_REALMS: 'a, b' }, { name: 'a', path: '/a' }],
    ['a list and a default', { AM_REALMS: 'a,b', AM_REALM: 'b' }, { name: 'b', path: '/b' }],
    ['a nested one', { AM_REALMS: 'emea=/cust/emea' }, { name: 'emea', path: '/cust/emea' }],
  ])('from %s', (_label, environment, expected) => {
    const { realms } = loadConfig(environment).access;

    expect(realms.default).toEqual(expected);
    expect(realms.byName('gamma')).toBeUndefined();
    expect(realms.byName('')).toBeUndefined();
  });

  test('must hold the default one', () => {
    expect(problemsOf({ AM_REALMS: 'a,b', AM_REALM: 'c' })).toEqual([
      'AM_REALM: "c" is not one of AM_REALMS',
    ]);
  });

  test('are found by their whole path', () => {
    const { realms } = loadConfig({ AM_REALMS: 'root,emea=/cust/emea' }).access;

    expect(realms.byPath('/cust/emea')?.name).toBe('emea');
    expect(realms.byPath('/')?.name).toBe('root');
    const others = ['/cust', '/cust/emea/', '/CUST/emea', 'cust/emea', '/emea', ''];
    expect(others.map((path) => realms.byPath(path))).toEqual(others.map(() => undefined));
  });
});

function problemsOf(environment: Environment): readonly string[] {
  try {
    const config: Config = loadConfig(environment);
    return [`accepted: ${JSON.stringify(config.access.realms.default)}`];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function escaped(text: string): string {
  return text.replace(/[*"]/g, String.raw`\$&`);
}
