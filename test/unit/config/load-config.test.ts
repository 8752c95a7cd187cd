/** The whole configuration: defaults, overrides, and every problem at once. */
import { describe, expect, test } from '@jest/globals';
import {
  loadDocumentRules,
  loadLedgerConfig,
  loadSecurityChannels,
  loadServedRealms,
} from '../../../src/config/load-config.ts';
import { optionsByName } from '../../../src/config/options.ts';
import { asEnvironment, withLists } from '../../support/with-lists.ts';
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
  const unreadable = { HELP_DESK_GROUPS_FILE: '/nonexistent', ADMIN_SCOPES: '"' };

  test('refuses no list that it does not read', () => {
    expect(loadLedgerConfig(unreadable).limits.searches).toHaveLength(1);
    expect(loadServedRealms(unreadable).all).toHaveLength(1);
    expect(loadDocumentRules(unreadable).production).toBe(true);
  });

  test('reads its own lists', () => {
    const searches = (list: readonly unknown[]) =>
      asEnvironment(withLists({ limits: { searches: list } }));
    const team = [{ to: 'soc@example.com', events: ['security', 'reports'] }];

    expect(() => loadLedgerConfig(searches(['x']))).toThrow('limits.searches');
    expect(loadLedgerConfig(searches([])).limits.searches).toEqual([]);
    expect(loadSecurityChannels(asEnvironment(withLists({ mail: { team } })))).toEqual([
      { name: 'mail:security', kinds: ['security'] },
      { name: 'mail:reports', kinds: ['report'] },
    ]);
  });
});

test('options that no other test sets reach the configuration', () => {
  const { am, ledger } = configOf({
    AM_USER_NAME_ATTRIBUTE: 'cn',
    AM_CONNECTIONS: '10',
    SESSION_CACHE_SECONDS: '11',
    DATABASE_URL: 'postgres://gateway:secret@127.0.0.1/ledger',
    DATABASE_CONNECTIONS: '16',
    ...withLists({
      limits: {
        staffChanges: [],
        personChanges: [
          { most: 17, within: '18s' },
          { most: 1, within: '1h' },
        ],
        ownChanges: [{ most: 19, within: '20m' }],
      },
    }),
  });

  expect(am).toMatchObject({
    userNameAttribute: 'cn',
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
