/** The documented command: it builds only when it must, and ends with all that it has started (reliability R22). */
import { stat, utimes } from 'node:fs/promises';
import { afterEach, expect, test } from '@jest/globals';
import { npmStart, start } from '../support/started-gateway.ts';
import type { StartedGateway } from '../support/started-gateway.ts';

const stamp = 'dist/.built';

let gateway: StartedGateway | undefined;

afterEach(() => gateway?.stop());

async function builtAt(): Promise<number> {
  return (await stat(stamp)).mtimeMs;
}

test.each<readonly [string, string, (started: StartedGateway) => string]>([
  ['start', '/graphql', ({ port }) => `http://127.0.0.1:${port}/health/live`],
  [
    'run sandbox',
    'control at',
    ({ sandboxPort }) => `http://127.0.0.1:${sandboxPort}/sandbox/people`,
  ],
])('SIGTERM to npm %s alone ends what it has started', async (script, says, urlOf) => {
  gateway = await start({ command: 'npm', args: ['-s', ...script.split(' ')], says });
  const url = urlOf(gateway);
  expect((await fetch(url)).status).toBe(200);

  gateway.terminate();

  expect(await gateway.ended()).toBe(0);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('it builds where a source is newer than the build, and only then', async () => {
  await utimes(stamp, 0, 0);
  gateway = await npmStart();
  const first = await builtAt();
  await gateway.stop();

  gateway = await npmStart();

  expect(first).toBeGreaterThan(0);
  expect(await builtAt()).toBe(first);
});
