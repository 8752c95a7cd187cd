/**
 * `npm run bench -- ledger`: what recording adds to a change, and what queries cost at a million
 * records.
 */
import { join } from 'node:path';
import { timeBesideReads } from './lib/beside-reads.ts';
import type { BesideRead } from './lib/beside-reads.ts';
import { fillCampaign } from './lib/campaign-lines.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { fill, limits, timeQueries } from './lib/full-ledger.ts';
import { createDatabase, sizeOf } from './lib/ledger-database.ts';
import { timesOf } from './lib/timing.ts';
import type { Times } from './lib/timing.ts';
import { readOptions } from './lib/options.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { table } from './lib/table.ts';
import { isKept, verdictTable } from './lib/verdict.ts';
import { ledgerOn } from '../src/ledger/open-ledger.ts';
import { Store } from '../src/store/store.ts';
import type { StoreSettings } from '../src/store/store.ts';
import { sql } from 'kysely';
import { verify } from '../src/ledger/upkeep/verify.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from '../test/ledger/builders.ts';

const { quick } = readOptions();
const records = quick ? 50_000 : 1_000_000;
const changes = quick ? 300 : 2_000;
const lines = quick ? 5_000 : 100_000;

/** The figures of one engine. */
interface Figures {
  readonly engine: string;
  readonly times: Readonly<Record<string, Times>>;
  readonly besideReads: readonly BesideRead[];
  readonly verifiedPerSecond: number;
  readonly bytesPerRecord: number;
}

async function bench(): Promise<boolean> {
  say(
    `Measures a change on an empty ledger, and queries on one of ${records} records and ${lines} lines of a campaign.`,
  );
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const database = await createDatabase();
  const engines: [string, StoreSettings][] = [['SQLite', { folder, postgres: undefined }]];
  if (database === undefined)
    say('PostgreSQL is not running (npm run postgres). Only SQLite is measured.');
  else {
    const postgres = { url: database.url, connections: 4 };
    engines.push(['PostgreSQL', { folder: join(folder, 'postgres'), postgres }]);
  }
  const figures: Figures[] = [];
  for (const [engine, settings] of engines) figures.push(await measure(engine, settings));
  await database?.drop();
  const isGood = report(figures);
  say(`Written to ${await writeResult('ledger', conditions, { quick, records, lines, figures })}`);
  return isGood;
}

async function measure(engine: string, settings: StoreSettings): Promise<Figures> {
  const store = await Store.open(settings);
  const ledger = await ledgerOn(store, settings.folder, { now: Date.now, warn: say });
  const begins: number[] = [];
  const completes: number[] = [];
  for (let number = 0; number < changes; number += 1) {
    const actor = anActor({ id: `first-${number % 500}` });
    const intent = anIntent({ actor, target: aPerson({ id: `${number}`, realm: 'empty' }) });
    const started = performance.now();
    const id = idOf(await ledger.begin(intent, terms({ limits })));
    const begun = performance.now();
    await ledger.complete(id, anOutcome());
    begins.push(begun - started);
    completes.push(performance.now() - begun);
  }
  say(`${engine}: filling`);
  await fill(store, records - changes * 2);
  // PostgreSQL would analyze by itself, but only a minute later.
  await store.query((db) => sql`analyze`.execute(db));
  const times = {
    'begin, empty ledger': timesOf(begins),
    'complete, empty ledger': timesOf(completes),
    ...(await timeQueries(store, ledger, quick ? 50 : 300)),
  };
  const { campaigns } = ledger;
  // A gateway on SQLite has no campaigns.
  const campaign = campaigns === null ? null : await fillCampaign(campaigns, lines);
  await store.query((db) => sql`analyze`.execute(db));
  const besideReads = await timeBesideReads(ledger, campaign, { engine, times: quick ? 100 : 300 });
  const started = performance.now();
  const { broken } = await verify(store, { from: undefined, heads: [], progress: () => undefined });
  const seconds = (performance.now() - started) / 1000;
  if (broken !== null) throw new Error(`The chain of the ledger is broken: ${broken.why}`);
  const bytes = await sizeOf(store, settings);
  await ledger.close();
  return {
    engine,
    times,
    besideReads,
    verifiedPerSecond: Math.round(records / seconds),
    bytesPerRecord: Math.round(bytes / records),
  };
}

/** Prints the figures. Returns whether no target is missed by more than the noise. */
function report(figures: readonly Figures[]): boolean {
  const rows = figures.flatMap(
    ({ engine, times, besideReads, verifiedPerSecond, bytesPerRecord }) => [
      ...Object.entries(times).map(([what, found]) => timesRow(engine, what, found)),
      ...besideReads.flatMap(({ read, roles, alone, beside }) => [
        timesRow(engine, `a change, before ${read}`, alone),
        timesRow(engine, `a change beside ${read} by ${roles.join(', ')}`, beside),
      ]),
      [engine, 'verify, records/s', String(verifiedPerSecond), ''],
      [engine, 'bytes per record, indexes included', String(bytesPerRecord), ''],
    ],
  );
  say(table(['engine', 'what', 'p50 ms', 'p99 ms'], rows));
  const verdicts = figures.flatMap((one) => one.besideReads.map(({ verdict }) => verdict));
  say(verdictTable(verdicts));
  return isKept(verdicts);
}

function timesRow(engine: string, what: string, { p50, p99 }: Times): string[] {
  return [engine, what, p50.toFixed(2), p99.toFixed(2)];
}

await runBench(bench, async () => undefined);
