/**
 * Every example of the help runs on an empty ledger and prints something. `commandResult` throws if
 * one ends with an exit code that its help does not name.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { allExamples } from '../../src/commands/help.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { commandResult } from '../support/run-command.ts';
import { createStore, type TestStore } from './stores.ts';

let peer: SandboxPeer;
let store: TestStore;

beforeAll(async () => {
  [peer, store] = await Promise.all([openSandboxPeer(), createStore()]);
});
afterAll(async () => {
  await peer?.close();
  await store?.remove();
});

test.each(allExamples().filter((one) => one !== 'start'))('%s', async (example) => {
  const { folder, postgres } = store.settings;
  // What an example writes does not lie in the checkout.
  const inFolder = (word: string): string => (/^\w+\.\w+$/.test(word) ? join(folder, word) : word);
  const words = (example.match(/'[^']*'|\S+/g) ?? []).map((word) =>
    inFolder(word.replaceAll("'", '')),
  );
  const env = { AM_URL: peer.url, AM_REALMS: 'alpha', ...peer.staffEnv(), DATA_DIR: folder };

  const { code, out, err } = await commandResult(words, {
    ...env,
    ...(postgres && { DATABASE_URL: postgres.url }),
  });

  expect([...out, ...err]).not.toEqual([]);
  expect(code).not.toBe(64);
});
