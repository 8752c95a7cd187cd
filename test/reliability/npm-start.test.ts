/** The documented command ends with all that it has started (reliability R22). */
import { afterEach, expect, test } from '@jest/globals';
import { start, type StartedGateway } from '../support/started-gateway.ts';

let gateway: StartedGateway | undefined;

afterEach(() => gateway?.stop());

test.each<readonly [string, string, (started: StartedGateway) => string]>([
  ['start', '/graphql', ({ port }) => `http://127.0.0.1:${port}/health/live`],
])('SIGTERM to npm %s alone ends what it has started', async (script, says, urlOf) => {
  gateway = await start({ command: 'npm', args: ['-s', ...script.split(' ')], says });
  const url = urlOf(gateway);
  expect((await fetch(url)).status).toBe(200);

  gateway.terminate();

  expect(await gateway.ended()).toBe(0);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
