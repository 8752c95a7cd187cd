/** Only `ledger migrate` migrates a ledger on which gateways of another release may run (R39). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { allExamples } from '../../../src/commands/help.ts';
import { Store } from '../../../src/store/store.ts';
import { commandResult, type CommandResult } from '../../support/run-command.ts';
import { useNextRelease } from '../next-release.ts';
import { asSuperuser, createDatabase, createStore, type TestStore } from '../stores.ts';

/** The examples of every command but the start, which `broken-roles.test.ts` tests. */
const examples = allExamples()
  .map((example) =>
    example.replaceAll(/'([^']*)'/g, (_whole, text: string) => text.replaceAll(' ', '_')),
  )
  .filter((example) => !['start', 'ledger migrate'].includes(example));

const writing = [
  'ledger prune',
  'outbox retry',
  'outbox drop',
  'outbox on',
  'threat set',
  'campaign pause',
];

let store: TestStore;
beforeEach(async () => {
  store = await createStore('PostgreSQL');
});
afterEach(() => store.remove());

function run(example: string, url: string): Promise<CommandResult> {
  const env = { AM_URL: 'http://127.0.0.1:9/am', DATABASE_URL: url, NODE_ENV: 'test' };
  return commandResult(example.split(' '), env);
}

const urlOf = ({ settings }: TestStore): string => settings.postgres?.url ?? '';

describe('tables of an older release', () => {
  useNextRelease();
  const migrations = async (): Promise<number> => {
    const reading = await Store.open(store.settings, { isReading: true });
    const { rows } = await reading.query((db) =>
      sql<{ count: number }>`select count(*)::integer as count from kysely_migration`.execute(db),
    );
    await reading.close();
    return rows[0]?.count ?? 0;
  };

  test('are left as they are by every other command', async () => {
    const before = await migrations();
    for (const example of examples) {
      const { code, err } = await run(example, urlOf(store));
      if (!writing.some((name) => example.startsWith(name))) continue;
      expect([example, code, err.join()]).toEqual([
        example,
        78,
        expect.stringContaining('Run: identity-gateway ledger migrate'),
      ]);
    }

    expect(await migrations()).toBe(before);
    expect(examples.filter((one) => writing.some((name) => one.startsWith(name)))).not.toEqual([]);
  }, 60_000);
});

test('an empty database gets no tables from any other command', async () => {
  const empty = await createDatabase();
  try {
    for (const example of examples) await run(example, empty.url);

    await expect(asSuperuser(empty.url, 'select 1 from ledger_record')).rejects.toThrow(
      'does not exist',
    );
  } finally {
    await empty.drop();
  }
}, 60_000);
