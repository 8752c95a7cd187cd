/** `examples/fetch`, run as its page says. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const runFile = promisify(execFile);
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** The command of the page; only the port of the gateway and that of the sandbox are others. */
async function run(): Promise<string> {
  const page = await readFile('examples/fetch/README.md', 'utf8');
  const [, command = ''] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
  const env = {
    ...process.env,
    SANDBOX_PORT: new URL(stage.peer.url).port,
    GATEWAY_URL: `${stage.gateway.url}/graphql`,
  };
  const { stdout } = await runFile('bash', ['-euo', 'pipefail', '-c', command], { env });
  return stdout;
}

test('alice sees her device and resets it, and a second time there is nothing to reset', async () => {
  expect(await run()).toBe("registered: Alice's phone\nreset: DONE\n");
  expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([]);

  expect(await run()).toBe('reset: NOTHING_TO_RESET\n');
});

test('a refusal is printed with its code', async () => {
  stage.restart();
  const { stdout } = await runFile('node', ['examples/fetch/recover.ts', 'none: none'], {
    env: { ...process.env, GATEWAY_URL: `${stage.gateway.url}/graphql` },
  });

  expect(stdout).toMatch(/^reset: undefined\nUNAUTHENTICATED: .+ \([\w-]{8,}\)\n$/);
});
