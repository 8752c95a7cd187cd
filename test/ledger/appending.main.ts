/**
 * Appends without an end, and prints a line for each append.
 *
 * `appending.main.ts FOLDER DATABASE_URL IDLE_MS`
 */
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Store } from '../../src/store/store.ts';

const [folder = '', url = '', idleMs = ''] = process.argv.slice(2);
const postgres = { url, connections: 4, idleMs: Number(idleMs) };
const store = await Store.open({ folder, postgres });
for (;;) {
  await store.append(async () => undefined);
  writeSync(1, 'appended\n');
  await setTimeout(20);
}
