/** `identity-gateway ledger …`, as an operator calls it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { startProgram } from './processes.ts';
import { createStore, engines, noon, recordsOf, tamper } from './stores.ts';
import type { TestStore } from './stores.ts';

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await createStore(engine);
    const ledger = await store.open();
    for (const id of ['ann', 'bob']) {
      const begun = await ledger.begin(anIntent({ target: aPerson({ id }) }), terms());
      await ledger.complete(idOf(begun), anOutcome());
    }
    await ledger.close();
  });
  afterEach(() => store.remove());

  async function call(...args: string[]): Promise<[code: number | null, out: string, err: string]> {
    const { folder, postgres } = store.settings;
    const env = { DATA_DIR: folder, ...(postgres && { DATABASE_URL: postgres.url }) };
    const command = startProgram('src/main.ts', ['ledger', ...args], env);
    const code = await command.ended();
    return [code, command.output(), command.errors()];
  }

  test('verify says that it is whole, and which heads to write down', async () => {
    const [code, out, err] = await call('verify');

    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Whole: 4 records\.\n--head alpha:4:[0-9a-f]{64}\n$/);
    const head = out.split('\n')[1]?.split(' ') ?? [];
    expect(await call('verify', ...head)).toEqual([0, out, '']);
  });

  test('verify names the first broken link by its number, with 1', async () => {
    await store.bare((kept) => tamper(kept, { realm: 'alpha', number: 3 }, { person: 'carol' }));

    expect(await call('verify')).toEqual([
      1,
      'Broken: record 3 of realm alpha: its columns do not match its content.\n',
      expect.stringMatching(brokenAt(3)),
    ]);
  });

  test('verify misses an end that was cut off, where its head was written down', async () => {
    const [, out] = await call('verify');
    await store.bare((kept) =>
      kept.write((transaction) =>
        transaction.deleteFrom('ledger_record').where('number', '=', 4).execute(),
      ),
    );

    expect((await call('verify'))[0]).toBe(0);
    expect(await call('verify', ...(out.split('\n')[1]?.split(' ') ?? []))).toEqual([
      1,
      'Broken: record 4 of realm alpha: the end is cut off here.\n',
      expect.stringMatching(brokenAt(4)),
    ]);
  });

  test('export writes a line for each change, and goes on from any record', async () => {
    const [code, out, err] = await call('export');

    expect([code, err]).toEqual([0, '']);
    const events = out
      .trim()
      .split('\n')
      .map((line): { user: { uid: string } } => JSON.parse(line));
    expect(events.map(({ user }) => user.uid)).toEqual(['ann', 'bob']);
    const [, rest] = await call('export', '--ocsf', '1.8', '--from', 'alpha:3');
    expect(JSON.parse(rest)).toMatchObject({ class_uid: 3001, user: { uid: 'bob' } });
  });

  test('prune deletes what is older, and leaves a ledger that is whole', async () => {
    const before = new Date(noon + 86_400_000).toISOString().slice(0, 10);
    const isOld = Date.now() > noon + 3 * 86_400_000;

    const [code, out] = await call('prune', '--before', isOld ? before : '2026-01-01');

    expect([code, out]).toEqual([0, `Pruned: ${isOld ? 4 : 0} records.\n`]);
    expect((await call('verify'))[0]).toBe(0);
    expect(await store.bare(recordsOf)).toHaveLength(isOld ? 1 : 4);
  });

  test('migrate says that the tables are up to date', async () => {
    expect(await call('migrate')).toEqual([0, 'The tables are up to date.\n', '']);
  });

  test('what cannot be understood is refused with 64, and how it is called', async () => {
    const [code, out, err] = await call('drop');

    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(/^Unknown command "drop"\.\nUsage: identity-gateway ledger verify/);
  });
});

/** The line of the log that tells of a broken chain. */
function brokenAt(number: number): RegExp {
  return new RegExp(`^{"level":40,.*"type":"chain-broken","realm":"alpha",.*"count":${number}}\n$`);
}
