/**
 * `npm run bench -- scale --records 100000000`: what the queries of a gateway cost on PostgreSQL
 * with this many records, and what `ledger prune` takes for two days of them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { dayMs } from '../src/domain/change/insights.ts';
import { ledgerOn, type OpenLedger } from '../src/ledger/open-ledger.ts';
import { Store } from '../src/store/store.ts';
import { prune } from '../src/ledger/upkeep/prune.ts';
import { createDatabase } from './lib/ledger-database.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { BenchError, runBench, say } from './lib/say.ts';
import { fillByStatements } from './lib/scale-fill.ts';
import { oldestRecord, recordBeside, sizesOf, timeScaleQueries } from './lib/scale-queries.ts';
import { table } from './lib/table.ts';
import type { Times } from './lib/timing.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    records: { type: 'string' },
    /** A database that an earlier run has filled; it is kept. */
    database: { type: 'string' },
  },
});
const quick = values.quick === true;
const records = Number(values.records ?? (quick ? 1_000_000 : 20_000_000));

async function bench(): Promise<boolean> {
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const created = values.database === undefined ? await createDatabase() : undefined;
  const url = values.database ?? created?.url;
  if (url === undefined) throw new BenchError('PostgreSQL is not running: npm run postgres');
  const store = await Store.open(
    { folder, postgres: { url, connections: 4 } },
    { isPatient: true },
  );
  try {
    if (created !== undefined) {
      say(`Filling a ledger with ${records} records`);
      await fillByStatements(store, records, (filled) => say(`  ${filled}`));
    }
    const ledger = await ledgerOn(store, folder, { now: Date.now, warn: say });
    const sizes = await sizesOf(store);
    const queries = await timeScaleQueries(store, ledger);
    const retention = await pruneMonth(store, ledger);
    report({ ...queries, ...retention });
    say(`Bytes of a record: ${sizes.heap / records}, and ${sizes.indexes / records} in indexes`);
    const result = { quick, records, sizes, queries, retention };
    say(`Written to ${await writeResult('scale', conditions, result)}`);
    await ledger.close();
  } finally {
    await created?.drop();
  }
  return true;
}

/** Prunes the oldest two days while changes are recorded, and vacuums. */
async function pruneMonth(
  store: Store,
  ledger: OpenLedger,
): Promise<Readonly<Record<string, Times | string>>> {
  const oldest = await oldestRecord(store);
  const before = new Date(oldest + 2 * dayMs);
  const alone = await recordBeside(ledger, sleep(quick ? 2_000 : 10_000));
  const started = performance.now();
  const pruning = prune(store, { before, now: Date.now(), progress: () => undefined });
  const beside = await recordBeside(ledger, pruning);
  const seconds = (performance.now() - started) / 1000;
  const { deleted } = await pruning;
  const vacuumed = performance.now();
  await store.query((db) => sql`vacuum (analyze) ledger_record`.execute(db));
  const vacuumSeconds = (performance.now() - vacuumed) / 1000;
  return {
    'begin and complete, before pruning': alone,
    'begin and complete, beside pruning': beside,
    [`pruning ${deleted} records, s`]: seconds.toFixed(0),
    'vacuum after it, s': vacuumSeconds.toFixed(0),
  };
}

function report(figures: Readonly<Record<string, Times | string>>): void {
  const rows = Object.entries(figures).map(([what, times]) =>
    typeof times === 'string' ? [what, times, ''] : [what, ...cellsOf(times)],
  );
  say(`\n${table(['what', 'p50 ms', 'p99 ms'], rows)}\n`);
}

function cellsOf({ p50, p99 }: Times): string[] {
  return [p50.toFixed(1), p99.toFixed(1)];
}

await runBench(bench, async () => undefined);
