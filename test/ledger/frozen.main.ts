/**
 * Holds the lock of appends and the lock of bob's devices, and uses both all the time. Prints
 * `holds`, then each warning, and how the append has ended.
 *
 * `frozen.main.ts FOLDER DATABASE_URL IDLE_MS`
 */
import { writeSync } from 'node:fs';
import { sql } from 'kysely';
import { Failure } from '../../src/domain/values/failure.ts';
import { Store } from '../../src/store/store.ts';

const [folder = '', url = '', idleMs = ''] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);
const postgres = { url, connections: 4, idleMs: Number(idleMs) };
const store = await Store.open({ folder, postgres }, { warn: say });
const lock = await store.locks.tryAcquire('bob');

try {
  await store.append(async (transaction) => {
    await sql`insert into ledger_record (realm, number, kind, change_id, at, day, body, hash)
      values ('alpha', 1, 'intent', 'frozen', 0, 0, '', '')`.execute(transaction);
    say('holds');
    for (;;) await sql`select pg_sleep(0.02)`.execute(transaction);
  });
} catch (error) {
  say(error instanceof Failure ? error.code : String(error));
  say(`holds the lock: ${await lock?.isHeld()}`);
}
await store.close();
