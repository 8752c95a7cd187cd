/**
 * An outcome that cannot be recorded is kept on disk and delivered later, once and in order
 * (security G3).
 */
import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  utimes,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { asText, objectOf } from '../../src/domain/values/json.ts';
import { Spool } from '../../src/ledger/intents/spool.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { onLedger, recordsOf } from './stores.ts';

const on = onLedger();

const table = (from: string, to: string): Promise<unknown> =>
  on.ledger.store.append((transaction) =>
    sql`alter table ${sql.ref(from)} rename to ${sql.ref(to)}`.execute(transaction),
  );
const fail = (): Promise<unknown> => table('ledger_record', 'away');
const mend = (): Promise<unknown> => table('away', 'ledger_record');

const begin = async (id: string): Promise<string> =>
  idOf(await on.ledger.begin(anIntent({ target: aPerson({ id }) }), terms()));

const folder = (): string => join(on.store.settings.folder, 'spool');
const spooled = async (): Promise<string[]> => readdir(folder()).catch(() => []);

const outcomes = async (): Promise<(string | null)[]> =>
  (await on.store.bare(recordsOf))
    .filter(({ kind }) => kind === 'outcome')
    .map((row) => row.change_id);

test('a change cannot begin while the ledger does not answer', async () => {
  await fail();

  await expect(on.ledger.begin(anIntent(), terms())).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
  });
  await expect(on.ledger.history({ realm: 'alpha', first: 1 })).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
  });
  expect((await on.ledger.problem())?.code).toBe('AUDIT_UNAVAILABLE');
  await mend();
  expect(await on.ledger.problem()).toBeNull();
  expect(await on.store.bare(recordsOf)).toEqual([]);
});

test('outcomes are kept, and delivered in order before the next outcome', async () => {
  const [ann, bob, cid] = [await begin('ann'), await begin('bob'), await begin('cid')];
  await fail();

  expect(await on.ledger.complete(bob, anOutcome())).toBe('spooled');
  on.store.clock.now += 1000;
  expect(await on.ledger.complete(ann, anOutcome())).toBe('spooled');
  await mend();
  expect(await on.ledger.complete(cid, anOutcome())).toBe('recorded');

  expect(await spooled()).toEqual([]);
  expect(await outcomes()).toEqual([bob, ann, cid]);
  expect(on.store.warnings).toEqual([
    `The outcome of change ${bob} cannot be recorded yet. It is kept on disk until the ledger answers.`,
    `The outcome of change ${ann} cannot be recorded yet. It is kept on disk until the ledger answers.`,
    `The outcome of change ${bob} is now recorded.`,
    `The outcome of change ${ann} is now recorded.`,
  ]);
});

test('a delivered outcome has the time when the change ended', async () => {
  const id = await begin('ann');
  await fail();
  on.store.clock.now += 1000;
  await on.ledger.complete(id, anOutcome());
  on.store.clock.now += 60_000;
  await mend();
  await on.ledger.close();

  const [, outcome] = await on.store.bare(recordsOf);

  expect(outcome).toMatchObject({ kind: 'outcome', at: on.store.clock.now - 60_000 });
});

/** Leaves the file of a process that ended while the ledger was unavailable. */
async function leaveBehind(id: string): Promise<string> {
  await fail();
  await on.ledger.complete(id, anOutcome());
  const [name = ''] = await spooled();
  const left = join(folder(), 'outcomes-1-another-process.jsonl');
  await rename(join(folder(), name), left);
  await mend();
  return left;
}

test('the next process delivers the file of an ended one, even with an incomplete last line', async () => {
  const id = await begin('ann');
  const left = await leaveBehind(id);
  await appendFile(left, '{"id":"torn');
  await utimes(left, 0, 0);
  await on.reopen();

  expect(await spooled()).toEqual([]);
  expect((await on.ledger.findChange(id))?.outcome?.outcome).toBe('DONE');
});

test('a file that another process still writes to is not touched', async () => {
  const id = await begin('ann');
  await leaveBehind(id);
  await on.reopen();

  expect(await spooled()).toEqual(['outcomes-1-another-process.jsonl']);
  expect((await on.ledger.findChange(id))?.outcome).toBeNull();
});

test('an outcome that was delivered twice is recorded once', async () => {
  const id = await begin('ann');
  const left = await leaveBehind(id);
  const line = await readFile(left, 'utf8');
  await appendFile(left, line);
  await utimes(left, 0, 0);
  await on.ledger.complete(id, anOutcome());
  await on.reopen();

  expect(await spooled()).toEqual([]);
  expect(await outcomes()).toEqual([id]);
});

test('an outcome that cannot be kept is logged without names', async () => {
  const id = await begin('ann');
  await fail();
  await appendFile(folder(), 'a file in place of the folder');

  expect(await on.ledger.complete(id, anOutcome())).toBe('lost');

  expect(on.store.warnings).toEqual([
    `The outcome of change ${id}, DONE, was neither recorded nor kept on disk. Keep this line.`,
  ]);
  await mend();
  expect(await on.ledger.openIntents({ before: new Date(on.store.clock.now + 1) })).toHaveLength(1);
});

test('an outcome under way at shutdown is recorded before the ledger closes', async () => {
  const id = await begin('ann');

  const completing = on.ledger.complete(id, anOutcome());
  await on.ledger.close();

  expect(await completing).toBe('recorded');
  expect(await outcomes()).toEqual([id]);
});

test('a damaged line is moved aside with its file, and everything else is delivered', async () => {
  const [ann, bob] = [await begin('ann'), await begin('bob')];
  const left = await leaveBehind(ann);
  await appendFile(left, '{"id":"damaged"}\n');
  await utimes(left, 0, 0);
  await fail();
  await on.ledger.complete(bob, anOutcome());
  await mend();

  await on.ledger.complete(bob, anOutcome());

  expect((await on.ledger.findChange(ann))?.outcome?.outcome).toBe('DONE');
  expect((await on.ledger.findChange(bob))?.outcome?.outcome).toBe('DONE');
  expect(await spooled()).toEqual([expect.stringMatching(/\.jsonl\.bad$/)]);
  expect(await on.ledger.damagedSpoolFiles()).toBe(1);
  expect(on.store.warnings).toContainEqual(
    expect.stringMatching(/^The spooled file outcomes-\S+\.bad cannot be read, at least in part\./),
  );
});

test('what cannot be read at all stops nothing else, and is reported once', async () => {
  const [ann, bob] = [await begin('ann'), await begin('bob')];
  await mkdir(join(folder(), 'outcomes-0-a-folder.jsonl'), { recursive: true });
  await utimes(join(folder(), 'outcomes-0-a-folder.jsonl'), 0, 0);
  await fail();
  await on.ledger.complete(ann, anOutcome());
  await mend();

  expect(await on.ledger.complete(bob, anOutcome())).toBe('recorded');
  await on.ledger.openIntents({ before: new Date(0) });

  expect((await on.ledger.findChange(ann))?.outcome?.outcome).toBe('DONE');
  expect(on.store.warnings.filter((text) => text.includes('cannot be read'))).toHaveLength(1);
  expect(await on.ledger.damagedSpoolFiles()).toBe(1);
});

describe('an entry is on disk before it is acknowledged, and none is lost', () => {
  interface Entry {
    readonly id: string;
  }

  let path: string;
  let spool: Spool<Entry>;

  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'spool-'));
    const parts = { now: Date.now, warn: () => undefined };
    spool = new Spool(path, { ...parts, read: objectOf<{ id: string }>({ id: asText }) });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(path, { recursive: true });
  });

  async function drained(): Promise<string[]> {
    const ids: string[] = [];
    await spool.drain(async ({ id }) => ids.push(id));
    return ids;
  }

  /** The prototype of all open files. */
  async function openFile() {
    const file = await open(join(path, 'any'), 'w');
    await file.close();
    return Object.getPrototypeOf(file);
  }

  test('an entry whose append fails half-way is not glued to the next one', async () => {
    const files = await openFile();
    await spool.append({ id: 'one' });
    jest.spyOn(files, 'appendFile').mockImplementationOnce(async function half(
      this: unknown,
      text,
    ) {
      await Reflect.apply(files.writeFile, this, [String(text).slice(0, 5)]);
      throw new Error('the disk is full');
    });

    await expect(spool.append({ id: 'two' })).rejects.toThrow('full');
    await spool.append({ id: 'three' });

    expect(await drained()).toEqual(['one', 'three']);
  });

  test('an entry that is appended while its file is drained is delivered by the next drain', async () => {
    await spool.append({ id: 'one' });
    const ids: string[] = [];

    await spool.drain(async ({ id }) => {
      ids.push(id);
      await spool.append({ id: 'two' });
    });

    expect(ids).toEqual(['one']);
    expect(await drained()).toEqual(['two']);
    expect(await drained()).toEqual([]);
  });

  test('an entry and the name of its file are synced before the append resolves', async () => {
    const files = await openFile();
    const done: string[] = [];
    for (const name of ['appendFile', 'sync']) {
      const original = files[name];
      jest.spyOn(files, name).mockImplementation(async function noted(this: unknown, ...args) {
        await Reflect.apply(original, this, args);
        done.push(name);
      });
    }

    await spool.append({ id: 'one' });

    expect(done).toEqual(['appendFile', 'sync', 'sync']);
  });
});
