/** A log target that takes nothing neither stops the process nor makes it grow; what it takes is whole lines. */
import { execFileSync, spawn } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLog } from '../../../src/telemetry/log.ts';
import { LogTarget } from '../../../src/telemetry/log-target.ts';
import { fieldAt } from '../../support/json.ts';

/** A hundred lines of 1 KB a round, a thousand rounds. */
const written = 100_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: number | null;
  readonly hasDroppedMost: boolean;
  /** Whether memory grew by far less than the 100 MB that were written. */
  readonly isSmall: boolean;
}

const bounded: Run = { code: 0, hasDroppedMost: true, isSmall: true };

/** Runs the writer with a standard output that is left alone, on purpose. */
async function run(stdout: 'pipe' | number): Promise<Run> {
  const stdio: StdioOptions = ['ignore', stdout, 'pipe'];
  const child = spawn(process.execPath, ['test/unit/telemetry/log-writer.main.ts'], { stdio });
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text));
  await once(child, 'exit');
  child.stdout?.destroy();
  const result: unknown = JSON.parse(/\{.*\}/.exec(told)?.[0] ?? '{}');
  return {
    code: child.exitCode,
    hasDroppedMost: Number(fieldAt(result, 'dropped')) > written * 0.9,
    isSmall: Number(fieldAt(result, 'grownMiB')) < 60,
  };
}

test('a socket that nobody reads', async () => {
  expect(await run('pipe')).toEqual(bounded);
});

test('a pipe that nobody reads', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, 'r+');

  expect(await run(fd)).toEqual(bounded);

  closeSync(fd);
});

test('a pipe whose reader has gone', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const [end, fd] = [
    openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    openSync(path, 'w'),
  ];
  closeSync(end);

  expect(await run(fd)).toEqual(bounded);

  closeSync(fd);
});

test('a full disk', async () => {
  const fd = openSync('/dev/full', 'w');

  expect(await run(fd)).toEqual(bounded);

  closeSync(fd);
});

test('a file takes every line, whole', async () => {
  const path = join(folder, 'log');
  const fd = openSync(path, 'w');
  const target = new LogTarget(fd);
  const log = createLog('info', { destination: target });

  for (let count = 0; count < 5_000; count += 1) {
    log.note(`${count}`);
    if (count % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  target.endSync();

  let lines: string[] = [];
  // What was being written when the target ended is written to its end.
  while (lines.length < 5_000) {
    await new Promise((resolve) => setImmediate(resolve));
    lines = readFileSync(path, 'utf8').trim().split('\n');
  }
  const told = lines.map((line) => Number(fieldAt(JSON.parse(line), 'msg')));
  expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 5_000 }, (_, at) => at));
  expect(target.dropped).toBe(0);
  closeSync(fd);
});

test('once the target takes lines again, a line says how many were dropped', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  // Opened for both, so that it opens at once, and without blocking, as standard output is.
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const target = new LogTarget(fd);
  const log = createLog('info', { destination: target });
  for (let count = 0; count < 3_000; count += 1) log.note('x'.repeat(1_000));
  const dropped = log.dropped();
  expect(dropped).toBeGreaterThan(500);

  const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'ignore'] });
  let read = '';
  const told = new Promise<void>((resolve) => {
    reader.stdout.setEncoding('utf8').on('data', (text: string) => {
      read += text;
      if (read.includes('lines were dropped')) resolve();
    });
  });
  await told;

  expect(read).toContain(`${dropped} log lines were dropped`);
  for (const line of read.trim().split('\n').slice(0, -1))
    expect(() => JSON.parse(line)).not.toThrow();
  target.endSync();
  reader.kill();
  closeSync(fd);
});
