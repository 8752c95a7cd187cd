/** A command ends quietly if its reader goes away, as `head -1` does after its line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anIntent, anOutcome, aPerson, idOf, terms } from '../ledger/builders.ts';
import { createStore, type TestStore } from '../ledger/stores.ts';

let store: TestStore;

beforeAll(async () => {
  store = await createStore();
  const ledger = await store.open();
  for (let number = 0; number < 20; number += 1) {
    const target = aPerson({ id: `person-${number}` });
    const begun = await ledger.begin(anIntent({ target }), terms());
    await ledger.complete(idOf(begun), anOutcome());
  }
  await ledger.close();
});
afterAll(() => store?.remove());

/** Runs a command whose output has no reader from the start. */
async function withoutReader(args: readonly string[]): Promise<readonly [unknown, string]> {
  const { folder, postgres } = store.settings;
  const { PATH } = process.env;
  const am = { AM_URL: 'https://am.example.com/am' };
  const env = { PATH, ...am, DATA_DIR: folder, ...(postgres && { DATABASE_URL: postgres.url }) };
  const child = spawn(process.execPath, ['dist/main.js', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [[code], errors] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  return [code, errors];
}

test.each(['--help', 'ledger export', 'check'])('%s', async (line) => {
  expect(await withoutReader(line.split(' '))).toEqual([0, '']);
});
