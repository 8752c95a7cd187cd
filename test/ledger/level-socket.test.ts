/** The socket by which the command line sets threat levels is never open to others. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { levelSocketIn, serveLevels } from '../../src/ledger/security/level-socket.ts';
import { onLedger } from './stores.ts';

const on = onLedger();
let folder: string;
let mask: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'level-socket-'));
  mask = process.umask(0);
});
afterEach(async () => {
  process.umask(mask);
  await rm(folder, { recursive: true });
});

test('it is closed from the moment that it exists, and other files are created as before', async () => {
  const path = levelSocketIn(folder);
  const { threats } = on.ledger;
  if (threats === null) throw new Error('expected threat levels');
  const parts = { threats, now: Date.now, warn: () => undefined };
  const serving = serveLevels(folder, parts);
  const modes: number[] = [];
  while (modes.length === 0) {
    await Promise.resolve();
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) await new Promise((resolve) => setImmediate(resolve));
    else modes.push(found.mode & 0o777);
  }
  const server = await serving;
  modes.push((await stat(path)).mode & 0o777);
  server?.close();

  expect(modes).toEqual([0o600, 0o600]);
  expect(process.umask()).toBe(0);
});
