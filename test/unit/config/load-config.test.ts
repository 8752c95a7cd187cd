/** The whole configuration: defaults, overrides, and every problem at once. */
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { optionsByName } from '../../../src/config/options.ts';
import { problemsOf } from './problems.ts';

describe('an empty environment', () => {
  test('blank values count as absent', () => {
    const blank = Object.fromEntries([...optionsByName.keys()].map((name) => [name, '  ']));

    expect(JSON.stringify(loadConfig(blank))).toBe(JSON.stringify(loadConfig({})));
  });

  test('every default is valid for its reader', () => {
    const defaulted = [...optionsByName.values()].flatMap(({ default: text, read }) =>
      text === undefined ? [] : [() => read(text)],
    );

    expect(defaulted.length).toBeGreaterThan(10);
    for (const read of defaulted) expect(read).not.toThrow();
  });
});

describe('in production', () => {
  const production = { NODE_ENV: 'production' };
  const am = { AM_URL: 'https://am.example.com/am' };

  test.each([
    'postgres://db.example.com/ledger?sslmode=verify-full',
    'postgres://127.0.0.1/ledger',
    'postgres:///ledger?host=/run/postgresql',
  ])('%s is accepted', (DATABASE_URL) => {
    expect(problemsOf({ ...production, ...am, DATABASE_URL })).toEqual([]);
  });

  test('every problem is reported at once', () => {
    expect(problemsOf({ ...production, PORT: 'x', NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([
      'PORT: expected a whole number from 0 to 65535, got "x"',
      'AM_URL: missing; the sandbox AM does not run with NODE_ENV=production',
      expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED: 0 is refused'),
    ]);
  });
});

test('every option reaches the configuration', () => {
  const config = loadConfig({
    PORT: '1',
    HOST: '::',
    CORS_ORIGINS: 'https://a.example.com, https://b.example.com',
    CORS_HEADERS: 'x-a',
    LOG_LEVEL: 'silent',
    DRAIN_SECONDS: '3',
    SANDBOX_PORT: '4',
    AM_URL: 'https://am.example.com/am/',
    AM_FLAVOR: 'openam',
    AM_COOKIE_NAME: 'session',
    AM_SUPER_USER: 'id=chief,ou=user',
    AM_USER_ID_PATTERN: 'u\\d+',
    AM_USER_NAME_ATTRIBUTE: 'cn',
    AM_OATH_PATH: 'devices/o',
    AM_PUSH_PATH: 'devices/p',
    AM_WEB_AUTHN_PATH: 'devices/w',
    AM_BOUND_PATH: 'devices/b',
    AM_PROFILE_PATH: 'devices/f',
    AM_TRUSTED_PATH: 'devices/t',
    AM_DEVICES_VERSION: '5.0',
    AM_USERS_VERSION: '6.0',
    AM_GROUPS_VERSION: '8.0',
    AM_SESSIONS_VERSION: '7.0',
    AM_TIMEOUT_MS: '800',
    AM_CONNECT_TIMEOUT_MS: '90',
    AM_CONNECTIONS: '10',
    SESSION_CACHE_SECONDS: '11',
    LIMIT_BODY_BYTES: '2048',
    LIMIT_DEPTH: '12',
    LIMIT_TOKENS: '130',
    DATA_DIR: '/var/lib/gateway',
    DATABASE_URL: 'postgres://gateway:secret@127.0.0.1/ledger',
    DATABASE_CONNECTIONS: '16',
    LIMIT_STAFF_CHANGES: 'none',
    LIMIT_PERSON_CHANGES: '17/18s, 1/1h',
    LIMIT_OWN_CHANGES: '19/20m',
  });

  expect(config).toMatchObject({
    port: 1,
    host: '::',
    corsOrigins: ['https://a.example.com', 'https://b.example.com'],
    corsHeaders: ['x-a'],
    logLevel: 'silent',
    drainSeconds: 3,
    sandboxPort: 4,
    limits: { bodyBytes: 2048, depth: 12, tokens: 130 },
    am: {
      flavor: 'openam',
      cookieName: 'session',
      userIdPattern: expect.objectContaining({ source: '^(?:u\\d+)$' }),
      userNameAttribute: 'cn',
      devicePaths: {
        OATH: 'devices/o',
        PUSH: 'devices/p',
        WEB_AUTHN: 'devices/w',
        BOUND: 'devices/b',
        PROFILE: 'devices/f',
        TRUSTED: 'devices/t',
      },
      devicesVersion: '5.0',
      usersVersion: '6.0',
      groupsVersion: '8.0',
      sessionsVersion: '7.0',
      timeoutMs: 800,
      connectTimeoutMs: 90,
      connections: 10,
      sessionCacheSeconds: 11,
    },
    access: { superUser: 'id=chief,ou=user' },
    ledger: {
      folder: '/var/lib/gateway',
      postgres: { url: 'postgres://gateway:secret@127.0.0.1/ledger', connections: 16 },
      limits: {
        staff: [],
        person: [
          { most: 17, withinSeconds: 18 },
          { most: 1, withinSeconds: 3_600 },
        ],
        own: [{ most: 19, withinSeconds: 1_200 }],
      },
    },
  });
  expect(config.am.url?.href).toBe('https://am.example.com/am');
});
