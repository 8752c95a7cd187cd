/** An outcome that the ledger does not take is kept on disk and delivered later, once and in order (security G3). */
import { appendFile, readdir, readFile, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Store } from '../../src/ledger/store.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { createStore, engines, recordsOf } from './stores.ts';
import type { TestStore } from './stores.ts';

describe.each(engines)('on %s', (engine) => {
  let tested: TestStore;
  let ledger: OpenLedger & { readonly store: Store };

  beforeEach(async () => {
    tested = await createStore(engine);
    ledger = await tested.open();
  });
  afterEach(() => tested.remove());

  const table = (from: string, to: string): Promise<unknown> =>
    ledger.store.write((transaction) =>
      sql`alter table ${sql.ref(from)} rename to ${sql.ref(to)}`.execute(transaction),
    );
  const fail = (): Promise<unknown> => table('ledger_record', 'away');
  const mend = (): Promise<unknown> => table('away', 'ledger_record');

  const begin = async (id: string): Promise<string> =>
    idOf(await ledger.begin(anIntent({ target: aPerson({ id }) }), terms()));

  const spooled = async (): Promise<string[]> =>
    readdir(join(tested.settings.folder, 'spool')).catch(() => []);

  const outcomes = async (): Promise<(string | null)[]> =>
    (await tested.bare(recordsOf))
      .filter(({ kind }) => kind === 'outcome')
      .map((row) => row.change_id);

  test('a change cannot begin while the ledger does not answer, and nothing of it is kept', async () => {
    await fail();

    await expect(ledger.begin(anIntent(), terms())).rejects.toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    });
    await expect(ledger.history({ realm: 'alpha', first: 1 })).rejects.toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    });
    expect((await ledger.problem())?.code).toBe('AUDIT_UNAVAILABLE');
    await mend();
    expect(await ledger.problem()).toBeNull();
    expect(await tested.bare(recordsOf)).toEqual([]);
  });

  test('outcomes are kept, and delivered in order before the next one', async () => {
    const [ann, bob, cid] = [await begin('ann'), await begin('bob'), await begin('cid')];
    await fail();

    expect(await ledger.complete(bob, anOutcome())).toBe('spooled');
    tested.clock.now += 1000;
    expect(await ledger.complete(ann, anOutcome())).toBe('spooled');
    await mend();
    expect(await ledger.complete(cid, anOutcome())).toBe('recorded');

    expect(await spooled()).toEqual([]);
    expect(await outcomes()).toEqual([bob, ann, cid]);
    expect(tested.warnings).toEqual([
      `The outcome of ${bob} cannot be recorded yet; it is kept on disk.`,
      `The outcome of ${ann} cannot be recorded yet; it is kept on disk.`,
      `The outcome of ${bob} is recorded at last.`,
      `The outcome of ${ann} is recorded at last.`,
    ]);
  });

  test('they have the time at which the change ended', async () => {
    const id = await begin('ann');
    await fail();
    tested.clock.now += 1000;
    await ledger.complete(id, anOutcome());
    tested.clock.now += 60_000;
    await mend();
    await ledger.close();

    const [, outcome] = await tested.bare(recordsOf);

    expect(outcome).toMatchObject({ kind: 'outcome', at: tested.clock.now - 60_000 });
  });

  /** What a process leaves behind that ended while the ledger was away. */
  async function leaveBehind(id: string): Promise<string> {
    await fail();
    await ledger.complete(id, anOutcome());
    const [name = ''] = await spooled();
    const folder = join(tested.settings.folder, 'spool');
    const left = join(folder, 'outcomes-1-another-process.jsonl');
    await rename(join(folder, name), left);
    await mend();
    return left;
  }

  test('what a process left behind is delivered by the next one, though its last line is torn', async () => {
    const id = await begin('ann');
    const left = await leaveBehind(id);
    await appendFile(left, '{"id":"torn');
    await utimes(left, 0, 0);
    await ledger.close();

    ledger = await tested.open();

    expect(await spooled()).toEqual([]);
    expect((await ledger.findChange(id))?.outcome?.outcome).toBe('DONE');
  });

  test('a file that another process writes to is left to it', async () => {
    const id = await begin('ann');
    await leaveBehind(id);
    await ledger.close();

    ledger = await tested.open();

    expect(await spooled()).toEqual(['outcomes-1-another-process.jsonl']);
    expect((await ledger.findChange(id))?.outcome).toBeNull();
  });

  test('what was delivered before is not recorded twice', async () => {
    const id = await begin('ann');
    const left = await leaveBehind(id);
    const line = await readFile(left, 'utf8');
    await appendFile(left, line);
    await utimes(left, 0, 0);
    await ledger.complete(id, anOutcome());
    await ledger.close();

    ledger = await tested.open();

    expect(await spooled()).toEqual([]);
    expect(await outcomes()).toEqual([id]);
  });

  test('what can be kept nowhere is told without a name', async () => {
    const id = await begin('ann');
    await fail();
    await appendFile(join(tested.settings.folder, 'spool'), 'a file where the folder would be');

    expect(await ledger.complete(id, anOutcome())).toBe('lost');

    expect(tested.warnings).toEqual([
      `The outcome of ${id}, DONE, can be neither recorded nor kept on disk.`,
    ]);
    await mend();
    expect(await ledger.openIntents({ before: new Date(tested.clock.now + 1) })).toHaveLength(1);
  });
});
