/** Tests that a run of tests that share their modules reports what happened in each file. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useFolder } from '../support/folder.ts';

interface Result {
  readonly code: number | null;
  readonly output: string;
  readonly passed: number;
  readonly failed: number;
  /** The message of each file, by its name. */
  readonly messages: Readonly<Record<string, string>>;
  readonly titles: readonly string[];
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

const folder = useFolder();

/** Runs cases by the command of `npm test`. */
async function run(name: string, ...args: readonly string[]): Promise<Result> {
  const report = join(folder.path, `${name}.json`);
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--config=test/runner/cases/jest.config.js',
      // Without times of an earlier run, Jest starts workers.
      `--cacheDirectory=${join(folder.path, name)}`,
      '--json',
      `--outputFile=${report}`,
      ...args,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let output = '';
  jest.stderr.on('data', (part: Buffer) => void (output += part.toString()));
  const code = await new Promise<number | null>((resolve) => void jest.once('close', resolve));
  const read: Report = JSON.parse(readFileSync(report, 'utf8'));
  const files = read.testResults;
  return {
    code,
    output,
    passed: read.numPassedTests,
    failed: read.numFailedTests,
    messages: Object.fromEntries(
      files.map(({ name: file, message }) => [file.replace(/.*\/|\.case\.ts/g, ''), message]),
    ),
    titles: files.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'passed').map(({ title }) => title),
    ),
  };
}

let all: Result;
let good: Result;
let selected: Result;

beforeAll(async () => {
  [all, good, selected] = await Promise.all([
    run('all'),
    run('good', '--runInBand', 'cases/passes'),
    run('selected', 'cases/passes.case', '-t', 'passes 2'),
  ]);
});

describe('a run with failures', () => {
  test('fails, and counts what passed and failed', () => {
    expect(all).toMatchObject({ code: 1, passed: 5, failed: 3 });
    expect(all.output).toContain('Tests:       3 failed, 5 passed, 8 total');
  });

  test.each([
    ['fails', 'Expected: 2', 'test/runner/cases/fails.case.ts:4:13'],
    ['fails', 'rejected', 'test/runner/cases/fails.case.ts:8:31'],
    ['hangs', 'Exceeded timeout of 300 ms', 'test/runner/cases/hangs.case.ts:3:1'],
    ['throws', 'thrown while it loads', 'test/runner/cases/throws.case.ts:3:30'],
    ['crashes', 'SIGKILL', ''],
    ['leaves', 'leaves process.env changed', ''],
  ])('names what %s: %s', (name, reason, place) => {
    expect(all.messages[name]).toContain(reason);
    expect(all.messages[name]).toContain(place);
  });
});

test('modules are loaded once for all files of a worker, hooks are those of each file', () => {
  expect(good).toMatchObject({ code: 0, passed: 5, failed: 0 });
});

test('a path and a part of a title select', () => {
  expect(selected).toMatchObject({ code: 0, passed: 1, titles: ['passes 2'] });
});
