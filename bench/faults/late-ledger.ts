/** A ledger on PostgreSQL answers late; what looks at people and devices does not wait for it; nor does the start (R24, R25). */
import { startServer, stopServer } from '../../test/postgres/server.ts';
import { openGate } from '../../test/reliability/tcp-gate.ts';
import { atRate, openClients } from '../lib/fault-load.ts';
import type { Wanted } from '../lib/fault-load.ts';
import { createDatabase } from '../lib/ledger-database.ts';
import { say } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import { claims, gatewayAt, look, of, p, reset } from './stage.ts';
import type { Place } from './stage.ts';
import { untilReady } from './stops-and-starts.ts';

/** How much later each question to PostgreSQL arrives; a change asks it some sixteen times, one after the other. */
const delayMs = 120;

/** Starts PostgreSQL where none runs; without its packages the rule is not measured. */
export async function lateLedger(place: Place): Promise<Verdict[]> {
  const running = await createDatabase();
  if (running !== undefined) return measure(place, running);
  try {
    await startServer();
  } catch (error) {
    say(`R25 is not measured: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
  try {
    const database = await createDatabase();
    return database === undefined ? [] : await measure(place, database);
  } finally {
    stopServer();
  }
}

async function measure(
  { folder, amUrl, quick }: Place,
  database: { readonly url: string; drop(): Promise<void> },
): Promise<Verdict[]> {
  const gate = await openGate(database.url, { shut: true });
  const url = new URL(database.url);
  url.port = new URL(gate.url).port;
  const gateway = await gatewayAt({ folder, amUrl }, { DATABASE_URL: url.href });
  const rows = await untilReady('PostgreSQL', gateway, gate);
  const { send, close } = await openClients(gateway.url, 64);
  // One in thirty is a reset, two a second.
  const next = (number: number): Wanted => (number % 30 === 0 ? reset(number) : look(number));
  const load = { perSecond: 60, seconds: quick ? 6 : 10, next };
  await atRate(send, { ...load, seconds: 2 });
  const before = await atRate(send, load);
  gate.delay(delayMs);
  const during = await atRate(send, load);
  gate.delay(0);
  await close();
  await gateway.stop();
  await gate.close();
  await database.drop();
  const ratio = p(99, of(during, 'look', 'served')) / p(99, of(before, 'look', 'served'));
  const served = of(during, 'look', 'served').length / of(during, 'look').length;
  return claims(
    ...rows,
    [
      'R25',
      'the ledger is late: a reset takes, ms (p50)',
      p(50, of(during, 'reset')),
      'at least',
      2_000,
    ],
    ['R25', 'the ledger is late: share of looks served', served, 'at least', 1],
    ['R25', 'the ledger is late: p99 of looks ÷ before', ratio, 'at most', 1.2],
  );
}
