/**
 * An outcome that cannot be recorded is kept on disk and delivered later, once and in order
 * (security G3).
 */
import { appendFile, mkdir, readdir, readFile, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Store } from '../../src/ledger/store.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { recordsOf, type TestStore, useLedger } from './stores.ts';

let tested: TestStore;
let ledger: OpenLedger & { readonly store: Store };

useLedger((opened) => ({ store: tested, ledger } = opened));

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

test('a change cannot begin while the ledger does not answer', async () => {
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

test('outcomes are kept, and delivered in order before the next outcome', async () => {
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
    `The outcome of change ${bob} cannot be recorded yet. It is kept on disk until the ledger answers.`,
    `The outcome of change ${ann} cannot be recorded yet. It is kept on disk until the ledger answers.`,
    `The outcome of change ${bob} is now recorded.`,
    `The outcome of change ${ann} is now recorded.`,
  ]);
});

test('a delivered outcome has the time when the change ended', async () => {
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

/** Leaves the file of a process that ended while the ledger was unavailable. */
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

test('the next process delivers the file of an ended one, even with an incomplete last line', async () => {
  const id = await begin('ann');
  const left = await leaveBehind(id);
  await appendFile(left, '{"id":"torn');
  await utimes(left, 0, 0);
  await ledger.close();

  ledger = await tested.open();

  expect(await spooled()).toEqual([]);
  expect((await ledger.findChange(id))?.outcome?.outcome).toBe('DONE');
});

test('a file that another process still writes to is not touched', async () => {
  const id = await begin('ann');
  await leaveBehind(id);
  await ledger.close();

  ledger = await tested.open();

  expect(await spooled()).toEqual(['outcomes-1-another-process.jsonl']);
  expect((await ledger.findChange(id))?.outcome).toBeNull();
});

test('an outcome that was delivered twice is recorded once', async () => {
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

test('an outcome that cannot be kept is logged without names', async () => {
  const id = await begin('ann');
  await fail();
  await appendFile(join(tested.settings.folder, 'spool'), 'a file in place of the folder');

  expect(await ledger.complete(id, anOutcome())).toBe('lost');

  expect(tested.warnings).toEqual([
    `The outcome of change ${id}, DONE, was neither recorded nor kept on disk. Keep this line.`,
  ]);
  await mend();
  expect(await ledger.openIntents({ before: new Date(tested.clock.now + 1) })).toHaveLength(1);
});

test('an outcome under way at shutdown is recorded before the ledger closes', async () => {
  const id = await begin('ann');

  const completing = ledger.complete(id, anOutcome());
  await ledger.close();

  expect(await completing).toBe('recorded');
  expect(await outcomes()).toEqual([id]);
});

test('a damaged line is moved aside with its file, and everything else is delivered', async () => {
  const [ann, bob] = [await begin('ann'), await begin('bob')];
  const left = await leaveBehind(ann);
  await appendFile(left, '{"id":"damaged"}\n');
  await utimes(left, 0, 0);
  await fail();
  await ledger.complete(bob, anOutcome());
  await mend();

  await ledger.complete(bob, anOutcome());

  expect((await ledger.findChange(ann))?.outcome?.outcome).toBe('DONE');
  expect((await ledger.findChange(bob))?.outcome?.outcome).toBe('DONE');
  expect(await spooled()).toEqual([expect.stringMatching(/\.jsonl\.bad$/)]);
  expect(await ledger.damagedSpoolFiles()).toBe(1);
  expect(tested.warnings).toContainEqual(
    expect.stringMatching(/^The spooled file outcomes-\S+\.bad cannot be read, at least in part\./),
  );
});

test('what cannot be read at all stops nothing else, and is reported once', async () => {
  const [ann, bob] = [await begin('ann'), await begin('bob')];
  const folder = join(tested.settings.folder, 'spool');
  await mkdir(join(folder, 'outcomes-0-a-folder.jsonl'), { recursive: true });
  await utimes(join(folder, 'outcomes-0-a-folder.jsonl'), 0, 0);
  await fail();
  await ledger.complete(ann, anOutcome());
  await mend();

  expect(await ledger.complete(bob, anOutcome())).toBe('recorded');
  await ledger.openIntents({ before: new Date(0) });

  expect((await ledger.findChange(ann))?.outcome?.outcome).toBe('DONE');
  expect(tested.warnings.filter((text) => text.includes('cannot be read'))).toHaveLength(1);
  expect(await ledger.damagedSpoolFiles()).toBe(1);
});
