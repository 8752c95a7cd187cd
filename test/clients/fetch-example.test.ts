/** `examples/fetch`, run as its page says. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';

const runFile = promisify(execFile);
let peer: SandboxPeer;
let gateway: TestGateway;

beforeAll(async () => {
  peer = await openSandboxPeer();
  gateway = await startTestGateway(peer);
});
afterAll(async () => {
  await gateway?.stop();
  await peer?.close();
});

/** The command of the page; only the port of the gateway and that of the sandbox are others. */
async function run(): Promise<string> {
  const page = await readFile('examples/fetch/README.md', 'utf8');
  const [, command = ''] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
  const env = {
    ...process.env,
    SANDBOX_PORT: new URL(peer.url).port,
    GATEWAY_URL: `${gateway.url}/graphql`,
  };
  const { stdout } = await runFile('bash', ['-euo', 'pipefail', '-c', command], { env });
  return stdout;
}

test('alice sees her device and resets it, and a second time there is nothing to reset', async () => {
  expect(await run()).toBe("registered: Alice's phone\nreset: DONE\n");
  expect(await peer.deviceIds('alice', 'OATH')).toEqual([]);

  expect(await run()).toBe('reset: NOTHING_TO_RESET\n');
});

test('a refusal is printed with its code', async () => {
  peer.sandbox.reset();
  const { stdout } = await runFile('node', ['examples/fetch/recover.ts', 'none: none'], {
    env: { ...process.env, GATEWAY_URL: `${gateway.url}/graphql` },
  });

  expect(stdout).toMatch(/^reset: undefined\nUNAUTHENTICATED: .+ \([\w-]{8,}\)\n$/);
});
