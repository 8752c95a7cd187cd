/** The command `identity-gateway ledger`; what only reads changes nothing (R41). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { commandResult } from '../support/run-command.ts';
import { startProgram } from './processes.ts';
import { Store } from '../../src/store/store.ts';
import { firstMigration } from '../../src/store/tables/migrations.ts';
import { useNextRelease } from './next-release.ts';
import { createStore, noon, recordsOf, tamper, type TestStore } from './stores.ts';

let store: TestStore;

beforeEach(async () => {
  store = await createStore();
  const ledger = await store.open();
  for (const id of ['ann', 'bob']) {
    const begun = await ledger.begin(anIntent({ target: aPerson({ id }) }), terms());
    await ledger.complete(idOf(begun), anOutcome());
  }
  await ledger.close();
});
afterEach(() => store.remove());

async function call(
  ...args: string[]
): Promise<[code: number | undefined, out: string, err: string]> {
  const { folder, postgres } = store.settings;
  const env = { DATA_DIR: folder, ...(postgres && { DATABASE_URL: postgres.url }) };
  if (args[0] === 'export') {
    // It writes to the standard output of its process.
    const command = startProgram('src/main.ts', ['ledger', ...args], env);
    return [(await command.exited()) ?? undefined, command.output(), command.errors()];
  }
  const { code, out, err } = await commandResult(['ledger', ...args], env);
  return [code, out.map((line) => `${line}\n`).join(''), err.map((line) => `${line}\n`).join('')];
}

test('verify reports an intact ledger and its heads', async () => {
  const [code, out, err] = await call('verify');

  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^Whole: 4 records\.\n--head alpha:4:[0-9a-f]{64}\n$/);
  const head = out.split('\n')[1]?.split(' ') ?? [];
  expect(await call('verify', ...head)).toEqual([0, out, '']);
});

test('verify reports the first broken link, and exits with 1', async () => {
  await store.bare((kept) => tamper(kept, { realm: 'alpha', number: 3 }, { person: 'carol' }));

  expect(await call('verify')).toEqual([
    1,
    'Broken: record 3 of realm alpha: its columns do not match its content.\n',
    '',
  ]);
});

test('verify finds that the end was cut off if a head is given', async () => {
  const [, out] = await call('verify');
  await store.bare((kept) =>
    kept.append((transaction) =>
      transaction.deleteFrom('ledger_record').where('number', '=', 4).execute(),
    ),
  );

  expect((await call('verify'))[0]).toBe(0);
  expect(await call('verify', ...(out.split('\n')[1]?.split(' ') ?? []))).toEqual([
    1,
    'Broken: record 4 of realm alpha: the end is cut off here.\n',
    '',
  ]);
});

describe('when the next release has a migration', () => {
  useNextRelease();

  test.each(['verify', 'export', 'open'])('%s leaves an older ledger as it is', async (name) => {
    expect((await call(name))[0]).toBe(0);

    const reading = await Store.open(store.settings, { isReading: true });
    const { rows } = await reading.query((db) =>
      sql<{ name: string }>`select name from kysely_migration`.execute(db),
    );
    await reading.close();
    expect(rows).toEqual([{ name: firstMigration }]);
  });

  test('migrate changes it', async () => {
    expect((await call('migrate'))[0]).toBe(0);

    const { rows } = await store.bare((bare) =>
      bare.query((db) => sql`select name from kysely_migration order by name`.execute(db)),
    );
    expect(rows).toHaveLength(2);
  });
});

test.each(['verify', 'export', 'open'])(
  '%s of an empty database creates no ledger',
  async (name) => {
    await store.bare((bare) =>
      bare.append(async (transaction) => {
        for (const { name: table } of await transaction.introspection.getTables())
          await sql`drop table ${sql.ref(table)}`.execute(transaction);
      }),
    );

    expect(await call(name)).toEqual([
      78,
      '',
      'There is no ledger in this database. Check DATABASE_URL or DATA_DIR; `identity-gateway ledger migrate` creates the tables.\n',
    ]);
  },
);

test.each(['verify', 'export'])('%s from a record that does not exist reports it', async (name) => {
  expect(await call(name, '--from', 'alpha:6')).toEqual([
    64,
    '',
    '--from: realm alpha has no record 6; its last one is 4.\n',
  ]);
  expect(await call(name, '--from', 'gamma:1')).toEqual([
    64,
    '',
    '--from: the ledger has no realm gamma; it has alpha.\n',
  ]);
  // One after the last is where an interrupted run that had finished continues.
  expect((await call(name, '--from', 'alpha:5'))[0]).toBe(0);
});

test('export writes a line for each change, and can start at any record', async () => {
  const [code, out, err] = await call('export');

  expect([code, err]).toEqual([0, '']);
  const events = out
    .trim()
    .split('\n')
    .map((line): { user: { uid: string } } => JSON.parse(line));
  expect(events.map(({ user }) => user.uid)).toEqual(['ann', 'bob']);
  const [, rest] = await call('export', '--from', 'alpha:3');
  expect(JSON.parse(rest)).toMatchObject({ class_uid: 3007, user: { uid: 'bob' } });
});

test('export of a person is JSON, and names the realms if it needs one', async () => {
  const [code, out, err] = await call('export', '--person', 'bob');
  const records = listAt(JSON.parse(out), 'records').map((one) => fieldAt(one, 'kind'));

  expect([code, err, records]).toEqual([0, '', ['intent', 'outcome']]);
  expect(await call('export', '--person', 'bob', '--realm', 'beta')).toEqual([
    64,
    '',
    '--realm: there is no beta; the ledger has alpha.\n',
  ]);
  expect((await call('export', '--person', 'eve'))[2]).toBe(
    'Nothing is kept about eve of realm alpha.\n',
  );
});

test('prune deletes older records and leaves an intact ledger', async () => {
  const before = new Date(noon + 86_400_000).toISOString().slice(0, 10);
  const isOld = Date.now() > noon + 3 * 86_400_000;

  const [code, out] = await call('prune', '--before', isOld ? before : '2026-01-01');

  expect([code, out]).toEqual([0, `Pruned: ${isOld ? 4 : 0} records.\n`]);
  expect((await call('verify'))[0]).toBe(0);
  expect(await store.bare(recordsOf)).toHaveLength(isOld ? 1 : 4);
});

test('open lists the changes without an outcome; prune stops at one, and exits with 2', async () => {
  const ledger = await store.open();
  store.clock.now -= 400 * 86_400_000;
  const id = idOf(await ledger.begin(anIntent({ target: aPerson({ realm: 'beta' }) }), terms()));
  store.clock.now += 400 * 86_400_000;
  await ledger.close();
  const line = `${id} beta:1 2025-10-21T12:00:00.000Z reset OATH\n`;

  expect(await call('open')).toEqual([0, line, '']);
  expect(await call('prune', '--before', '2026-01-01')).toEqual([
    2,
    'Pruned: 0 records.\n',
    `Stopped at an open change: ${line}`,
  ]);
});

test.each(['verify', 'migrate'])(
  '%s of a newer ledger exits with 78 and one sentence',
  async (name) => {
    const row = { name: '9999-newer', timestamp: '2026-11-25T12:00:00.000Z' };
    await store.bare((kept) =>
      kept.query((db) =>
        sql`insert into kysely_migration (name, timestamp) values (${row.name}, ${row.timestamp})`.execute(
          db,
        ),
      ),
    );

    expect(await call(name)).toEqual([
      78,
      '',
      'The ledger belongs to a newer version of the gateway; start that version.\n',
    ]);
  },
);

test('migrate reports that the tables are up to date', async () => {
  expect(await call('migrate')).toEqual([0, 'The tables are up to date.\n', '']);
});

test('an unknown command prints the usage and exits with 64', async () => {
  const [code, out, err] = await call('drop');

  expect([code, out]).toEqual([64, '']);
  expect(err).toMatch(/^Unknown command "drop"\.\nUsage:\n {2}identity-gateway ledger verify/);
});
