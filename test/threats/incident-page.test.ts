/** Runs the steps of docs/incident.md; on SQLite the gateway is stopped for each command. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger, type OpenLedger } from '../../src/ledger/open-ledger.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { useFolder } from '../support/folder.ts';
import { withCommand } from '../support/installed-command.ts';
import { blocksOf, type Follower, runBlock } from '../support/page.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';

const data = useFolder();
let peer: SandboxPeer;
let running: { readonly gateway: TestGateway; readonly ledger: OpenLedger } | undefined;

beforeAll(async () => {
  peer = await openSandboxPeer('pingam');
});
afterAll(async () => {
  await stop();
  await peer.close();
});

async function start(): Promise<TestGateway> {
  const parts = { now: Date.now, warn: (): void => undefined };
  const ledger = await openLedger({ folder: data.path, postgres: undefined }, parts);
  const gateway = await startTestGateway(peer, { ledger, env: peer.staffEnv() });
  running = { gateway, ledger };
  return gateway;
}

async function stop(): Promise<void> {
  await running?.gateway.stop();
  await running?.ledger.close();
  running = undefined;
}

/** Runs a command with the ledger, or a request to a gateway. */
async function follow(text: string): Promise<string> {
  const env = { PATH: withCommand(data.path, 'src/main.ts'), DATA_DIR: data.path };
  const follower: Follower = { folder: process.cwd(), env };
  await stop();
  if (/^identity-gateway /m.test(text)) return runBlock({ use: 'try', text }, follower);
  const gateway = await start();
  const [[name, token] = []] = Object.entries(await peer.signIn('helen'));
  const session = { GATEWAY: gateway.url, SESSION: `${name}: ${token}` };
  return runBlock({ use: 'try', text }, { ...follower, env: { ...env, ...session } });
}

test('every block has the documented result', async () => {
  await start();
  const outputs: string[] = [];
  const printed: { readonly wanted: string; readonly got: string }[] = [];
  for (const { use, text } of await blocksOf('docs/incident.md')) {
    if (use === 'try') outputs.push(await follow(text));
    if (use === 'prints') printed.push({ wanted: text, got: `${outputs.at(-1)?.trimEnd()}\n` });
  }

  expect(printed.map(({ got }) => got)).toEqual(printed.map(({ wanted }) => wanted));
  expect(printed).toHaveLength(2);
  expect(outputs).toHaveLength(4);
  expect(outputs[0]).toMatch(/^alpha frozen until \S+ since \S+ by the command line: INC-20461: /);
  expect(outputs[1]).toBe(outputs[0]);
});
