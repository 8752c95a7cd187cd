/**
 * The gateway starts, serves and stops although the reader of its output is gone, or the disk is
 * full.
 */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { until } from './am-traffic.ts';
import { createWorkplace, type Workplace } from './built-gateway.ts';

/** Makes Node write a warning at a signal, as it does by itself of what is deprecated. */
const warns = `process.on('SIGCONT', () => process.emitWarning('something'))`;

let workplace: Workplace;
let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  workplace = await createWorkplace();
  folder = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await workplace.remove();
  rmSync(folder, { recursive: true });
});

function fullDisk(): number {
  return openSync('/dev/full', 'w');
}

function pipeWithoutReader(): number {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const fd = openSync(path, 'w');
  closeSync(reader);
  return fd;
}

function pipeThatIsFull(): number {
  const path = join(folder, 'full');
  execFileSync('mkfifo', [path]);
  return openSync(path, 'r+');
}

test.each([
  ['a full disk', fullDisk],
  ['a pipe whose reader has gone', pipeWithoutReader],
  ['a pipe that nobody reads', pipeThatIsFull],
])('written to %s', async (_what, opened) => {
  const fd = opened();
  const port = await freePort();
  child = workplace.startWritingTo(fd, {
    PORT: `${port}`,
    AM_URL: 'http://127.0.0.1:1/am',
    LOG_LEVEL: 'debug',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(warns)}`,
  });
  const ended = once(child, 'exit');
  const isLive = async (): Promise<boolean> => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/health/live`)).ok;
    } catch {
      return false;
    }
  };
  await until('it serves', async () => child?.exitCode !== null || (await isLive()));

  for (let count = 0; count < 300; count += 1) {
    if (count % 100 === 0) child.kill('SIGCONT');
    expect(await isLive()).toBe(true);
  }
  child.kill('SIGTERM');

  expect(await ended).toEqual([0, null]);
  closeSync(fd);
});
