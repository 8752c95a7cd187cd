/** The ledger of the sandbox lives and dies with the sandbox, and never becomes a real one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sandboxPassword } from '../../src/sandbox/index.ts';
import { startProgram } from '../ledger/processes.ts';
import { createAmRest } from '../openam/am-rest.ts';
import { start, type StartedGateway } from '../support/started-gateway.ts';

let folder: string;
let gateway: StartedGateway | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-ledger-'));
});
afterEach(async () => {
  await gateway?.stop();
  await rm(folder, { recursive: true });
});

const open = (): Promise<StartedGateway> =>
  start({ command: process.execPath, args: ['dist/main.js', 'sandbox'] }, { DATA_DIR: folder });

/** Helen resets bob's push devices, as the README does. Returns the outcome or the code. */
async function resetBob({ port, sandboxPort }: StartedGateway): Promise<string> {
  const rest = createAmRest(`http://127.0.0.1:${sandboxPort}/am`);
  const session = await rest.signIn('alpha', 'helen', sandboxPassword);
  const target = 'target: { user: { id: "bob" } }, force: true';
  const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', iPlanetDirectoryPro: session },
    body: JSON.stringify({
      query: `mutation { resetPushDevices(input: { ${target}, idempotencyKey: "${Math.random()}" }) { outcome } }`,
    }),
  });
  return /"(DONE|NOTHING_TO_RESET|RATE_LIMITED)"/.exec(await answer.text())?.[1] ?? 'another';
}

test('each start and each reset of the sandbox begins with an empty ledger', async () => {
  for (const _ of [1, 2]) {
    gateway = await open();
    expect([await resetBob(gateway), await resetBob(gateway)]).toEqual(['DONE', 'DONE']);
    expect(await resetBob(gateway)).toBe('RATE_LIMITED');

    await fetch(`http://127.0.0.1:${gateway.sandboxPort}/sandbox/reset`, { method: 'POST' });
    expect(await resetBob(gateway)).toBe('DONE');
    await gateway.stop();
  }

  const env = { NODE_ENV: 'production', AM_URL: 'https://am.example.com/am', DATA_DIR: folder };
  const production = startProgram('dist/main.js', [], env);
  expect(await production.exited()).toBe(78);
  expect(production.errors()).toBe(
    'This ledger belongs to the sandbox. Set DATA_DIR or DATABASE_URL to another one.\n',
  );
}, 120_000);
