/**
 * `check --online` agrees with the start. What refuses a start, the check reports with the same
 * words and exit code; what readiness reports, it reports too, and what works, it calls good.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSteps } from '../../src/process/steps/start-steps.ts';
import { useFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../reliability/am-traffic.ts';
import { writeEmptyLedger } from '../support/migrated.ts';
import { openSandboxPeer } from '../support/peer.ts';
import {
  check,
  disagreements,
  isGood,
  isRefusedAt,
  isUnnoticed,
  isUnready,
  openHere,
  type Env,
  type Stand,
} from './deployments.ts';
import { openMisbehaving } from './misconfigured.ts';
import { refused } from './refused-deployments.ts';
import { later } from './unnoticed-deployments.ts';
import { notReady } from './unready-deployments.ts';

const { path: folder } = useFolder();
let stand: Stand;
let working: Env;

beforeAll(async () => {
  const peer = await openSandboxPeer();
  stand = { peer, servers: await openMisbehaving(peer.url) };
  const ports = { PORT: '0', METRICS_PORT: '0' };
  working = { NODE_ENV: 'test', AM_URL: peer.url, ...ports, ...peer.staffEnv() };
});
afterAll(async () => {
  stand?.servers.close();
  await stand?.peer.close();
});

test('a deployment that works starts and is good', async () => {
  const rows = [{ what: 'in front of an AM', env: {}, mend: 'ok      ledger' }];

  expect(await disagreements(rows, { working, verdict: isGood })).toEqual([]);
});

test('what a gateway that runs holds is no problem', async () => {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const own = { PORT: `${port}`, METRICS_PORT: `${metricsPort}`, DATA_DIR: folder };
  const { close } = await openHere({ ...working, ...own });
  const { code, text } = await check({ ...working, ...own });
  await close();

  expect(code).toBe(0);
  expect(text).toContain('ok      ledger: the gateway that runs has it open');
  for (const taken of [port, metricsPort])
    expect(text).toContain(`127.0.0.1:${taken} is used by the gateway that runs`);
});

test.each(Object.keys(startSteps))('a start that is refused at %s', async (name) => {
  const rows = Object.entries(refused(stand)).flatMap(([step, all]) => (step === name ? all : []));

  expect(rows.length).toBeGreaterThan(0);
  expect(await disagreements(rows, { working, verdict: isRefusedAt(name) })).toEqual([]);
});

test('a start that goes on without what readiness reports', async () => {
  const rows = Object.values(notReady(stand)).flat();

  expect(await disagreements(rows, { working, verdict: isUnready })).toEqual([]);
});

test('a chain that is broken degrades readiness, and is counted for its alert', async () => {
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  await writeEmptyLedger(broken);
  const database = new DatabaseSync(join(broken, 'ledger.db'));
  database.exec(`insert into ledger_record (realm, number, kind, change_id, at, day, body, hash)
    values ('alpha', 1, 'intent', 'x', 0, 0, '{}', '')`);
  database.close();
  const { gateway, close } = await openHere({ ...working, DATA_DIR: broken });

  await until('the chain is verified', async () =>
    (await gateway.health.readiness()).degraded.includes('CHAIN_BROKEN'),
  );
  const metrics = await (await fetch(`${gateway.metricsUrl}/metrics`)).text();
  expect((await gateway.health.readiness()).ready).toBe(true);
  await close();

  expect(metrics).toContain('identity_gateway_security_events_total{type="chain-broken"} 1');
  expect(metrics).toContain('identity_gateway_security_events_total{type="many-people"} 0');
});

test('what neither a start nor readiness notices', async () => {
  const rows = Object.values(later(stand)).flat();

  expect(await disagreements(rows, { working, verdict: isUnnoticed })).toEqual([]);
});
