/** `npm test` runs the fast files, chosen by what they cost, and needs no build. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { startStopwatch } from './stopwatch.ts';
import { costLimit, costs, isFast, secondsOf } from './tiers.ts';

/** Folders without a fast file: each of their files starts or installs the built program. */
const withoutFastFile = ['installed'];

/** The files that the script of npm selects. */
function selected(script: string, ...args: readonly string[]): string[] {
  const run = ['run', '-s', script, '--', '--listTests', ...args];
  const { TEST_TIER: _, ...env } = process.env;
  const listed = execFileSync('npm', run, { encoding: 'utf8', env });
  return listed
    .trim()
    .split('\n')
    .map((file) => relative(process.cwd(), file));
}

const folderOf = (file: string): string => file.split('/')[1] ?? '';

let fast: readonly string[];
let all: readonly string[];

beforeAll(() => {
  fast = selected('test');
  all = selected('test:all');
  // Each starts npm and Jest.
}, 300_000);

describe('npm test', () => {
  test('runs a part of npm run test:all', () => {
    expect(fast.length).toBeGreaterThan(250);
    expect(fast.filter((file) => !all.includes(file))).toEqual([]);
    expect(all.filter((file) => !fast.includes(file) && costs.has(file)).length).toBeGreaterThan(
      20,
    );
  });

  test('runs no file that is recorded as slow or starts the built program', () => {
    const starting = /(?:built-gateway|started-gateway|installation)\.ts'|'dist\/main\.js'/;
    const others = fast.filter((file) => file !== 'test/runner/tiers.test.ts');

    expect(others.filter((file) => !isFast(file))).toEqual([]);
    expect(others.filter((file) => starting.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  test('runs a file of each folder', () => {
    const folders = new Set(all.map(folderOf));
    const missing = [...folders].filter(
      (folder) => !fast.some((file) => folderOf(file) === folder),
    );

    expect(folders.size).toBeGreaterThan(20);
    expect(missing.toSorted()).toEqual(withoutFastFile);
  });

  test('runs what is named, fast or not', () => {
    const [slow = ''] = all.filter((file) => secondsOf(file) > costLimit([0]));

    expect(selected('test', slow)).toEqual([slow]);
  }, 300_000);
});

test('the limit of a file grows with the load of the machine', () => {
  const cores = availableParallelism();

  expect([0, cores, 3 * cores].map((load) => costLimit([load]))).toEqual([4, 4, 12]);
});

test('a cost is the time that a worker computes, and the time that it waits', async () => {
  const cost = startStopwatch();
  const end = process.cpuUsage().user + 200_000;
  while (process.cpuUsage().user < end) Math.sqrt(end);
  await new Promise((resolve) => void setTimeout(resolve, 300));

  const { cpu, idle } = cost();
  expect(cpu).toBeGreaterThanOrEqual(0.2);
  // A busy machine shortens the time that is left to wait in.
  expect(idle).toBeGreaterThan(0);
});
