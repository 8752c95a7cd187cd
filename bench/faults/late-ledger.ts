/** PostgreSQL answers late. Neither reads nor the start wait for it (R24, R25). */
import { startServer, stopServer } from '../../test/postgres/server.ts';
import { openGate } from '../../test/reliability/tcp-gate.ts';
import { atRate, openClients } from '../lib/fault-load.ts';
import type { FaultRequest } from '../lib/fault-load.ts';
import { createDatabase } from '../lib/ledger-database.ts';
import { say } from '../lib/say.ts';
import type { Verdict } from '../lib/verdict.ts';
import { claims, startGatewayFor, look, select, percentileOf, reset } from './stage.ts';
import type { Setup } from './stage.ts';
import { untilReady } from './stops-and-starts.ts';

/** Added to each query; a change sends about sixteen, one after the other. */
const delayMs = 120;

/** Starts PostgreSQL if it is not running. Without its packages, R25 is not measured. */
export async function lateLedger(setup: Setup): Promise<Verdict[]> {
  const running = await createDatabase();
  if (running !== undefined) return measure(setup, running);
  try {
    await startServer();
  } catch (error) {
    say(`R25 is not measured: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
  try {
    const database = await createDatabase();
    return database === undefined ? [] : await measure(setup, database);
  } finally {
    stopServer();
  }
}

async function measure(
  { folder, amUrl, quick }: Setup,
  database: { readonly url: string; drop(): Promise<void> },
): Promise<Verdict[]> {
  const gate = await openGate(database.url, { shut: true });
  const url = new URL(database.url);
  url.port = new URL(gate.url).port;
  const gateway = await startGatewayFor({ folder, amUrl }, { DATABASE_URL: url.href });
  const rows = await untilReady('PostgreSQL', gateway, gate);
  const { send, close } = await openClients(gateway.url, 64);
  // One request in thirty is a reset: two per second.
  const next = (number: number): FaultRequest => (number % 30 === 0 ? reset(number) : look(number));
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
  const ratio =
    percentileOf(99, select(during, 'look', 'served')) /
    percentileOf(99, select(before, 'look', 'served'));
  const served = select(during, 'look', 'served').length / select(during, 'look').length;
  return claims(
    ...rows,
    [
      'R25',
      'the ledger is late: a reset takes, ms (p50)',
      percentileOf(50, select(during, 'reset')),
      'at least',
      2_000,
    ],
    ['R25', 'the ledger is late: share of reads served', served, 'at least', 1],
    ['R25', 'the ledger is late: p99 of reads ÷ before', ratio, 'at most', 1.2],
  );
}
