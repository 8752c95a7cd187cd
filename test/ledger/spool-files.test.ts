/** An entry of the spool is on disk before it is acknowledged, and none is lost (security G3). */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { asText, objectOf } from '../../src/domain/json.ts';
import { Spool } from '../../src/ledger/spool.ts';

interface Entry {
  readonly id: string;
}

let folder: string;
let spool: Spool<Entry>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-'));
  const parts = { now: Date.now, warn: () => undefined };
  spool = new Spool(folder, { ...parts, read: objectOf<{ id: string }>({ id: asText }) });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function drained(): Promise<string[]> {
  const ids: string[] = [];
  await spool.drain(async ({ id }) => ids.push(id));
  return ids;
}

/** The prototype of all open files. */
async function openFile() {
  const file = await open(join(folder, 'any'), 'w');
  await file.close();
  return Object.getPrototypeOf(file);
}

test('an entry whose append fails half-way is not glued to the next one', async () => {
  const files = await openFile();
  await spool.append({ id: 'one' });
  jest.spyOn(files, 'appendFile').mockImplementationOnce(async function half(this: unknown, text) {
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
