/**
 * What observes a gateway does not depend on PostgreSQL: while it is away or silent, Prometheus
 * gets what its alerts need, in time (reliability R56).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger, type OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { readingMs } from '../../../src/telemetry/readings.ts';
import { linesOf, scrape, valueOf, type Sample } from '../../operations/exposition.ts';
import { until } from '../../reliability/am-traffic.ts';
import { openGate, type TcpGate } from '../../reliability/tcp-gate.ts';
import { everyCallerEnv, openStage, type Stage } from '../../support/stage.ts';
import { createDatabase } from '../stores.ts';

/** Figures that are read from PostgreSQL. */
const ofDatabase = [
  'identity_gateway_pending_changes',
  'identity_gateway_campaigns_running',
  'identity_gateway_campaigns_held',
  'identity_gateway_campaigns_people_waiting',
  'identity_gateway_campaigns_people_failed',
];

let database: Awaited<ReturnType<typeof createDatabase>>;
let folder: string;
let gate: TcpGate;
let ledger: OpenLedger;
let stage: Stage;

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  gate = await openGate(database.url);
  const url = new URL(database.url);
  url.port = new URL(gate.url).port;
  const parts = { now: Date.now, warn: () => undefined };
  ledger = await openLedger({ folder, postgres: { url: url.href, connections: 3 } }, parts);
  stage = await openStage('pingam', { env: everyCallerEnv({ METRICS_PORT: '0' }), ledger });
});
afterAll(async () => {
  await stage?.close();
  await ledger?.close();
  await gate?.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

const errorsOf = (samples: readonly Sample[]): number =>
  samples
    .filter(
      ({ name, labels }) =>
        name.endsWith('ledger_duration_seconds_count') && labels['result'] === 'error',
    )
    .reduce((sum, { value }) => sum + value, 0);

const failedOf = (samples: readonly Sample[], metric: string): number | undefined =>
  valueOf(samples, 'identity_gateway_readings_failed_total', { metric });

test.each<[string, () => Promise<void> | void]>([
  ['away', () => gate.shut().then(() => gate.cut())],
  ['silent', () => gate.delay(3_600_000)],
])('while it is %s, /metrics has what the alerts need', async (_, break_) => {
  await until(
    'it is ready',
    async () => valueOf(await scrape(stage), 'identity_gateway_ready', {}) === 1,
  );
  const before = await scrape(stage);
  expect(ofDatabase.filter((name) => valueOf(before, name, {}) === undefined)).toEqual([]);
  await break_();

  const started = performance.now();
  const during = await scrape(stage);
  // Ten times a figure's limit is for a busy machine; without one the scrape never ends.
  expect(performance.now() - started).toBeLessThan(10 * readingMs);
  expect(ofDatabase.filter((name) => valueOf(during, name, {}) !== undefined)).toEqual([]);
  for (const name of ofDatabase)
    expect(failedOf(during, name)).toBe((failedOf(before, name) ?? NaN) + 1);
  // The alerts GatewayNotReady and LedgerFailing.
  await until('they can fire', async () => {
    const samples = await scrape(stage);
    return (
      valueOf(samples, 'identity_gateway_ready', {}) === 0 && errorsOf(samples) > errorsOf(before)
    );
  });
  expect(linesOf(stage, 'failure', 0)).toEqual([]);

  gate.delay(0);
  gate.cut();
  if (_ === 'away') await gate.reopen();
  await until('the figures are back', async () => {
    const samples = await scrape(stage);
    return ofDatabase.every((name) => valueOf(samples, name, {}) !== undefined);
  });
});
