/**
 * Two gateways behind nginx with one ledger on PostgreSQL, under load: restarted in turn, and one
 * killed.
 */
import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createDatabase } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { createWorkplace } from '../reliability/built-gateway.ts';
import type { GatewayProcess, Workplace } from '../reliability/built-gateway.ts';
import { freePort } from '../support/free-port.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { beginLoad, isDone, type Load, lost, type Sent } from './load.ts';
import { type Nginx, startNginx } from './nginx.ts';

type Which = 0 | 1;

let workplace: Workplace;
let peer: SandboxPeer;
let database: Awaited<ReturnType<typeof createDatabase>>;
let ports: [number, number];
let gateways: [GatewayProcess, GatewayProcess];
let nginx: Nginx;
let load: Load;

beforeAll(async () => {
  [workplace, peer] = await Promise.all([createWorkplace(), openSandboxPeer()]);
});
beforeEach(async () => {
  await peer.restore();
  database = await createDatabase();
  ports = [await freePort(), await freePort()];
  gateways = await Promise.all([start(0), start(1)]);
  nginx = await startNginx(ports);
  load = await beginLoad(nginx, peer);
  await Promise.all([servesMore(0), servesMore(1)]);
});
afterEach(async () => {
  await load.end();
  await nginx.stop();
  await Promise.all(gateways.map((one) => one.kill()));
  await database.drop();
});
afterAll(async () => {
  await peer?.close();
  await workplace?.remove();
});

async function start(which: Which): Promise<GatewayProcess> {
  const gateway = workplace.start({
    NODE_ENV: 'production',
    PORT: `${ports[which]}`,
    AM_URL: peer.url,
    DATABASE_URL: database.url,
    TRUSTED_PROXIES: '127.0.0.1',
    // Longer than nginx keeps an idle connection.
    DRAIN_DELAY_SECONDS: '6',
    ...withLists({ limits: { ownChanges: [] } }),
  });
  if ((await gateway.listening()) === '') throw new Error(gateway.errors());
  return gateway;
}

/** Waits until nginx has sent further requests to a gateway. */
async function servesMore(which: Which): Promise<void> {
  const served = (): number => gateways[which].output().split('"event":"request"').length;
  const before = served();
  await until(`gateway ${which} serves`, () => served() > before + 20);
}

/** Returns the devices that AM was asked to remove, in order. */
function removedAtAm(): (string | undefined)[] {
  const writes = peer.sandbox.received().filter(({ method }) => method === 'DELETE');
  return writes.map(({ path }) => path.split('/').at(-1));
}

/** Checks the changes: none was made twice, and every change that was reported as done is done. */
function expectTrue(sent: readonly Sent[]): void {
  const changes = sent.filter(({ deviceId }) => deviceId !== null);
  const written = removedAtAm();
  const wrong = changes.filter(({ deviceId, text }) => {
    const writes = written.filter((one) => one === deviceId).length;
    return isDone(text) ? writes !== 1 : writes > 1;
  });
  expect(changes.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
  const verified = execFileSync(process.execPath, ['dist/main.js', 'ledger', 'verify'], {
    env: { DATABASE_URL: database.url, AM_URL: peer.url },
    encoding: 'utf8',
  });
  const records = Number(/^Whole: (\d+) records/.exec(verified)?.[1]);
  expect(records).toBeGreaterThanOrEqual(2 * changes.filter(({ text }) => isDone(text)).length);
  expect(records).toBeLessThanOrEqual(2 * changes.length);
}

test('each is restarted in turn, and no request is lost', async () => {
  const codes = [];
  for (const which of [0, 1] as const) {
    gateways[which].signal('SIGTERM');
    codes.push(await gateways[which].exited());
    gateways[which] = await start(which);
    // nginx avoids a gateway for five seconds after it was gone. The next one restarts after that.
    await servesMore(which);
  }

  const sent = await load.end();

  expect(codes).toEqual([0, 0]);
  expect(lost(sent)).toEqual([]);
  expect(sent.length).toBeGreaterThan(200);
  expectTrue(sent);
}, 120_000);

test('one is killed: its pending changes are reported as unknown, the other serves, and no change is made twice', async () => {
  await gateways[0].kill();
  const before = load.sent().length;
  await servesMore(1);
  await until('many requests are over', () => load.sent().length > before + 100);
  gateways[0] = await start(0);
  await servesMore(0);

  const sent = await load.end();

  const gone = lost(sent);
  expect(gone.length).toBeLessThanOrEqual(load.people);
  for (const { status, text } of gone) {
    expect(status).toBe(502);
    expect(text).toContain('"code":"UPSTREAM_UNAVAILABLE"');
  }
  expectTrue(sent);
}, 120_000);
