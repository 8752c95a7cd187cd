/** What a store keeps besides the records of changes. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { CoverageQuery, RecordedCoverage } from '../../src/domain/devices/coverage.ts';
import type {
  EndedPageSessions,
  KeptPageSession,
  PageSessions,
} from '../../src/domain/people/page-session.ts';
import { recordCoverage } from '../../src/ledger/coverage/coverages.ts';
import { Store } from '../../src/store/store.ts';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { engine, noon, onLedger } from './stores.ts';

const on = onLedger(['webhook:a', 'webhook:b']);

describe('the sessions of the pages', () => {
  const kept = (id: string, at = 1_000): KeptPageSession => ({
    id,
    person: 'alpha alice',
    issuerSession: null,
    sealed: `sealed ${id}`,
    begunAt: at,
    usedAt: at,
  });

  let sessions: PageSessions;
  beforeEach(() => {
    sessions = on.ledger.pageSessions;
  });

  test('a session is found by its id until it is removed', async () => {
    await sessions.add(kept('one'));
    await sessions.add(kept('two'));

    await sessions.remove('one');

    expect([await sessions.find('one'), await sessions.find('two')]).toEqual([null, kept('two')]);
  });

  test('a use updates only its time', async () => {
    await sessions.add(kept('used'));

    await sessions.touch('used', 5_000);

    expect(await sessions.find('used')).toEqual({ ...kept('used'), usedAt: 5_000 });
  });

  test('only old and idle sessions are removed', async () => {
    await sessions.add(kept('old', 10));
    await sessions.add({ ...kept('idle', 500), usedAt: 500 });
    await sessions.add({ ...kept('good', 500), usedAt: 900 });

    await sessions.removeOld(100, 600);

    const left = await Promise.all(['old', 'idle', 'good'].map((id) => sessions.find(id)));
    expect(left.map((one) => one?.id)).toEqual([undefined, undefined, 'good']);
  });

  test.each<[string, EndedPageSessions, readonly string[]]>([
    ['a person', { person: 'alpha bob', issuerSession: null }, ['first', 'second', 'unknown']],
    ['a session at AM', { person: null, issuerSession: 'alpha one' }, ['first']],
    ['both', { person: 'alpha bob', issuerSession: 'alpha one' }, ['first', 'unknown']],
    ['neither', { person: null, issuerSession: null }, []],
  ])('%s ends its own sessions, once', async (_label, ended, ids) => {
    const bob = { person: 'alpha bob' };
    const all = [
      { ...kept('first'), ...bob, issuerSession: 'alpha one' },
      { ...kept('second'), ...bob, issuerSession: 'alpha two' },
      { ...kept('unknown'), ...bob },
      { ...kept('other'), person: 'beta bob', issuerSession: 'beta one' },
    ];
    for (const one of all) await sessions.add(one);

    const taken = await Promise.all([sessions.take(ended), sessions.take(ended)]);

    const sealed = ids.map((id) => ({ id, sealed: `sealed ${id}` }));
    expect(taken.flat().toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual(sealed);
    const left = await Promise.all(all.map(({ id }) => sessions.find(id)));
    expect(left.map((one) => one !== null)).toEqual(all.map(({ id }) => !ids.includes(id)));
  });
});

describe('counts of devices', () => {
  const counts = {
    kindSets: [
      { kinds: [], people: 3 },
      { kinds: ['OATH', 'WEB_AUTHN'], people: 12 },
    ],
    withOneDevice: 2,
    notRead: 1,
    isWhole: true,
  } as const;
  const count = (about: Partial<CoverageQuery & RecordedCoverage> = {}): Promise<void> =>
    recordCoverage(on.ledger.store, {
      realm: 'alpha',
      area: null,
      countedAt: 1_000,
      ...counts,
      ...about,
    });

  test('the last one of a realm or area is found, whole or not', async () => {
    const { coverage } = on.ledger;
    expect(await coverage({ realm: 'alpha', area: null })).toBeNull();
    await count({ countedAt: 3_000, isWhole: false, kindSets: [] });
    await count({ countedAt: 2_000 });
    await count({ area: 'north', countedAt: 4_000 });
    await count({ realm: 'beta', countedAt: 5_000 });

    expect(await coverage({ realm: 'alpha', area: null })).toEqual({
      ...counts,
      kindSets: [],
      countedAt: 3_000,
      isWhole: false,
    });
    expect(await coverage({ realm: 'alpha', area: 'north' })).toEqual({
      ...counts,
      countedAt: 4_000,
    });
    expect(await coverage({ realm: 'alpha', area: 'south' })).toBeNull();
    expect(await coverage({ realm: 'beta', area: 'north' })).toBeNull();
  });

  test('two that end in the same millisecond are the last one', async () => {
    await count({ notRead: 7 });
    await count({ notRead: 8 });

    expect(await on.ledger.coverage({ realm: 'alpha', area: null })).toMatchObject({ notRead: 8 });
  });

  test('prune removes old ones', async () => {
    const before = new Date(noon);
    await count({ countedAt: noon - 1 });
    await count({ area: 'north', countedAt: noon });

    await prune(on.ledger.store, { before, now: noon, progress: () => undefined });

    expect(await on.ledger.coverage({ realm: 'alpha', area: null })).toBeNull();
    expect(await on.ledger.coverage({ realm: 'alpha', area: 'north' })).not.toBeNull();
  });
});

describe('of many records', () => {
  const hour = 3_600_000;
  const day = 24 * hour;

  async function beginFor(id: string): Promise<string> {
    return idOf(await on.ledger.begin(anIntent({ target: aPerson({ id }) }), terms()));
  }

  test('open changes of many days are found, oldest first', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      on.store.clock.now = noon + number * 7 * hour;
      ids.push(await beginFor(`person-${number}`));
    }
    const [first = '', ...others] = ids;
    await on.ledger.complete(others[4] ?? '', anOutcome());

    const after = new Date(noon + 1);
    const open = await on.ledger.openIntents({ before: new Date(on.store.clock.now + 1), after });

    expect(first).not.toBe('');
    expect(open.map(({ id }) => id)).toEqual(others.filter((_, number) => number !== 4));
  });

  test('prune removes old messages that do not wait', async () => {
    await on.ledger.complete(await beginFor('bob'), anOutcome());
    const [sent] = await on.ledger.outbox.claim('webhook:a', 1);
    if (sent !== undefined) await on.ledger.outbox.settle(sent, { kind: 'delivered' });
    on.store.clock.now += 10 * day;

    const before = new Date(on.store.clock.now - 5 * day);
    await prune(on.ledger.store, { before, now: on.store.clock.now, progress: () => undefined });

    const left = await on.ledger.store.query((db) =>
      db.selectFrom('outbox_message').select(['channel', 'state']).execute(),
    );
    expect(left).toEqual([{ channel: 'webhook:b', state: 'waiting' }]);
  });

  if (engine === 'PostgreSQL') {
    test('statements have a time limit, except those of commands', async () => {
      const limitOf = async (isPatient: boolean) => {
        const opened = await Store.open(on.store.settings, { isPatient });
        try {
          return await opened.query((db) => sql`show statement_timeout`.execute(db));
        } finally {
          await opened.close();
        }
      };

      expect((await limitOf(false)).rows).toEqual([{ statement_timeout: '5s' }]);
      expect((await limitOf(true)).rows).toEqual([{ statement_timeout: '0' }]);
    });
  }
});
