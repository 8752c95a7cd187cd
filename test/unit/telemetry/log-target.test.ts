/** A blocked log target neither stops the process nor grows it, and gets whole lines. */
import { execFileSync, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLog } from '../../../src/telemetry/log.ts';
import { LogTarget } from '../../../src/telemetry/log-target.ts';
import { until } from '../../reliability/am-traffic.ts';
import { fieldAt } from '../../support/json.ts';

/** A hundred lines of 1 KB in each of a thousand rounds. */
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

/** Runs the writer with a standard output that the test does not read. */
async function run(stdout: 'pipe' | number): Promise<Run> {
  const stdio: StdioOptions = ['ignore', stdout, 'pipe'];
  const child = spawn(process.execPath, ['test/unit/telemetry/log-writer.main.ts'], { stdio });
  let report = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (report += text));
  await once(child, 'exit');
  child.stdout?.destroy();
  const result: unknown = JSON.parse(/\{.*\}/.exec(report)?.[0] ?? '{}');
  return {
    code: child.exitCode,
    hasDroppedMost: Number(fieldAt(result, 'dropped')) > written * 0.9,
    isSmall: Number(fieldAt(result, 'grownMiB')) < 60,
  };
}

test('a pipe without a reader', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, 'r+');

  expect(await run(fd)).toEqual(bounded);

  closeSync(fd);
});

test('a file gets every line, complete', async () => {
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
  // The last write may still be in progress.
  while (lines.length < 5_000) {
    await new Promise((resolve) => setImmediate(resolve));
    lines = readFileSync(path, 'utf8').trim().split('\n');
  }
  const numbers = lines.map((line) => Number(fieldAt(JSON.parse(line), 'msg')));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 5_000 }, (_, at) => at));
  expect(target.dropped).toBe(0);
  closeSync(fd);
});

test('when the target accepts lines again, a line reports the number of dropped lines', async () => {
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
  reader.stdout.setEncoding('utf8').on('data', (text: string) => (read += text));
  await until('the lines arrive', () => read.includes('lines were dropped'));
  log.note('the next line');
  await until('the next line arrives', () => read.includes('the next line'));

  target.endSync();
  reader.kill();
  closeSync(fd);

  expect(read.match(/\d+ log lines were dropped/g)).toEqual([`${dropped} log lines were dropped`]);
  for (const line of read.trim().split('\n').slice(0, -1))
    expect(() => JSON.parse(line)).not.toThrow();
});
