/** The whole configuration: defaults, overrides, and every problem at once. */
import { describe, expect, test } from '@jest/globals';
import {
  loadDocumentRules,
  loadLedgerConfig,
  loadSecurityChannels,
  loadServedRealms,
} from '../../../src/config/load-config.ts';
import { optionsByName } from '../../../src/config/options.ts';
import { configOf, problemsOf } from './problems.ts';

describe('an empty environment', () => {
  test('blank values count as absent', () => {
    const blank = Object.fromEntries(
      [...optionsByName.keys()].flatMap((name) =>
        name === 'AM_URL' || name === 'NODE_ENV' ? [] : [[name, '  ']],
      ),
    );

    expect(JSON.stringify(configOf(blank))).toBe(JSON.stringify(configOf({})));
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
});

describe('a command that needs no AM', () => {
  const unreadable = { WEBHOOK_SECRETS_FILE: '/nonexistent', SSF_STREAMS: 'x' };

  test('refuses no list that it does not read', () => {
    expect(loadLedgerConfig(unreadable).limits.searches).toHaveLength(1);
    expect(loadServedRealms(unreadable).all).toHaveLength(1);
    expect(loadDocumentRules(unreadable).production).toBe(true);
  });

  test('reads its own lists', () => {
    expect(() => loadLedgerConfig({ LIMIT_SEARCHES: 'x' })).toThrow('LIMIT_SEARCHES: ');
    expect(loadLedgerConfig({ LIMIT_SEARCHES: 'none' }).limits.searches).toEqual([]);
    expect(loadSecurityChannels({ SECURITY_MAIL_TO: 'soc@example.com' })).toEqual([
      { name: 'mail:security', kinds: ['security'] },
    ]);
  });
});

test('options that no other test sets reach the configuration', () => {
  const { am, ledger } = configOf({
    AM_USER_NAME_ATTRIBUTE: 'cn',
    AM_CONNECT_TIMEOUT_MS: '90',
    AM_CONNECTIONS: '10',
    SESSION_CACHE_SECONDS: '11',
    DATABASE_URL: 'postgres://gateway:secret@127.0.0.1/ledger',
    DATABASE_CONNECTIONS: '16',
    LIMIT_STAFF_CHANGES: 'none',
    LIMIT_PERSON_CHANGES: '17/18s, 1/1h',
    LIMIT_OWN_CHANGES: '19/20m',
  });

  expect(am).toMatchObject({
    userNameAttribute: 'cn',
    connectTimeoutMs: 90,
    connections: 10,
    sessionCacheSeconds: 11,
  });
  expect(ledger.postgres).toMatchObject({ connections: 16 });
  expect(ledger.limits).toMatchObject({
    staff: [],
    person: [
      { most: 17, withinSeconds: 18 },
      { most: 1, withinSeconds: 3_600 },
    ],
    own: [{ most: 19, withinSeconds: 1_200 }],
  });
});
