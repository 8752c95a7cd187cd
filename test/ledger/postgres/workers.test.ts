/** `WORKERS=2`: two processes on one port and one ledger, which are replaced, restarted in turn, and ended together. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { parseMetrics, valueOf } from '../../operations/exposition.ts';
import { countAt, places, until } from '../../reliability/am-traffic.ts';
import { createWorkplace } from '../../reliability/built-gateway.ts';
import type { GatewayProcess, Workplace } from '../../reliability/built-gateway.ts';
import { createClient } from '../../reliability/keep-alive-client.ts';
import type { PlainAnswer } from '../../reliability/keep-alive-client.ts';
import { freePort } from '../../support/free-port.ts';
import { withoutCost } from '../../support/gateway.ts';
import { openSandboxPeer } from '../../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../../support/peer.ts';
import { createDatabase } from '../stores.ts';

const me = '{ me { amId } }';
const answered = '{"data":{"me":{"amId":"alice"}}}';

let workplace: Workplace;
let peer: SandboxPeer;
let alice: SessionHeader;
let database: Awaited<ReturnType<typeof createDatabase>>;
let gateway: GatewayProcess;

beforeAll(async () => {
  [workplace, peer] = await Promise.all([createWorkplace(), openSandboxPeer()]);
});
beforeEach(async () => {
  await peer.restore();
  alice = await peer.signIn('alice');
  database = await createDatabase();
});
afterEach(async () => {
  await gateway?.kill();
  await database.drop();
});
afterAll(async () => {
  await peer?.close();
  await workplace?.remove();
});

function launch(env: Readonly<Record<string, string>> = {}): GatewayProcess {
  return workplace.start({
    PORT: '0',
    WORKERS: '2',
    AM_URL: peer.url,
    DATABASE_URL: database.url,
    SHED_LOAD: 'off',
    ...env,
  });
}

/** Starts two workers; resolves to the address, once both listen. */
async function start(env: Readonly<Record<string, string>> = {}): Promise<string> {
  gateway = launch(env);
  const url = await gateway.listening();
  await until('both listen', () => workersSeen().length === 2);
  return url;
}

/** The workers that have listened so far, in order: their number and process. */
function workersSeen(): { readonly number: string; readonly pid: number }[] {
  return [...gateway.output().matchAll(/Worker (\d+) listens \(process (\d+)\)/g)].map(
    ([, number = '', pid]) => ({ number, pid: Number(pid) }),
  );
}

function runs({ pid }: { readonly pid: number }): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Asks on a connection of its own. */
async function askAnew(url: string, query = me): Promise<PlainAnswer> {
  const client = createClient(url, 1);
  try {
    return await client.graphql(query, alice);
  } finally {
    client.close();
  }
}

/** Two ports in a row that nothing listens on. */
async function freePair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    const second = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      second.once('error', () => resolve(false));
      second.listen(port + 1, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    second.close();
    await once(second, 'close');
    return port;
  }
}

/** How many lines of requests a worker has written. */
function requestLinesOf(worker: number): number {
  return gateway
    .output()
    .split('\n')
    .filter((line) => line.includes(`"worker":${worker},`) && line.includes('"event":"request"'))
    .length;
}

test('both serve, each tells its own metrics, limits hold for both together, and the log tells callers apart alike', async () => {
  const metricsPort = await freePair();
  const url = await start({ METRICS_PORT: `${metricsPort}`, LIMIT_OWN_CHANGES: '3/1h' });
  const resetOf = (key: number): string =>
    `mutation { resetOathDevices(input: { target: { self: true }, idempotencyKey: "${key}" }) { outcome } }`;

  const changes = await Promise.all(
    Array.from({ length: 10 }, (_, key) => askAnew(url, resetOf(key))),
  );

  expect(changes.filter(({ text }) => text.includes('RATE_LIMITED'))).toHaveLength(7);
  const samples = await Promise.all(
    [metricsPort, metricsPort + 1].map(async (port) => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
      return parseMetrics(await answer.text());
    }),
  );
  const served = samples.map((ofOne) =>
    ofOne
      .filter(({ name }) => name === 'http_server_request_duration_seconds_count')
      .reduce((sum, { value }) => sum + value, 0),
  );
  expect(served.every((count) => count > 0)).toBe(true);
  expect(served.reduce((sum, count) => sum + count, 0)).toBe(10);
  const callers = (): (string | undefined)[] =>
    [...gateway.output().matchAll(/"caller":"(\w[^"]*)"/g)].map(([, caller]) => caller);
  await until('all are logged', () => callers().length === 10);
  expect(new Set(callers()).size).toBe(1);
  const byWorker = [1, 2].map((worker) => requestLinesOf(worker));
  expect(byWorker).toEqual(served);
  // What waits in the folder of both is told once, so that it can be added up over all.
  expect(samples.map((ofOne) => valueOf(ofOne, 'identity_gateway_ledger_spool_bytes', {}))).toEqual(
    [0, undefined],
  );
});

test('one that is killed is replaced under its number, while the other serves', async () => {
  const url = await start();
  const [victim] = workersSeen();

  process.kill(victim?.pid ?? 0, 'SIGKILL');
  await until('it is gone', () => gateway.output().includes('has ended (SIGKILL)'));

  expect(withoutCost((await askAnew(url)).text)).toBe(answered);
  await until('it is replaced', () => workersSeen().length === 3);
  expect(workersSeen().map(({ number }) => number)).toEqual([
    ...workersSeen()
      .slice(0, 2)
      .map(({ number }) => number),
    victim?.number,
  ]);
  gateway.signal('SIGTERM');
  expect(await gateway.exited()).toBe(0);
});

test('SIGTERM ends all once their work is done, and leaves none behind', async () => {
  const url = await start({ DRAIN_SECONDS: '15' });
  peer.sandbox.breakNext({
    match: places.person,
    effect: { kind: 'latency', ms: 700 },
    times: Infinity,
  });
  const answers = Promise.all(Array.from({ length: 4 }, () => askAnew(url)));
  // Each worker reads her once for all that ask it.
  await until('AM has them', () => countAt(peer.sandbox, places.person) === 2);

  gateway.signal('SIGTERM');
  gateway.signal('SIGINT');

  expect((await answers).map(({ text }) => withoutCost(text))).toEqual(
    Array.from({ length: 4 }, () => answered),
  );
  expect(await gateway.exited()).toBe(0);
  expect(workersSeen().filter(runs)).toEqual([]);
});

test('what is given up by one is the exit of all', async () => {
  const url = await start({ DRAIN_SECONDS: '1', AM_TIMEOUT_MS: '20000' });
  peer.sandbox.breakNext({ match: places.person, effect: { kind: 'blackhole' } });
  const answer = askAnew(url);
  await until('AM has it', () => countAt(peer.sandbox, places.person) === 1);

  gateway.signal('SIGTERM');

  expect(await gateway.exited()).toBe(75);
  expect((await answer).text).toContain('UPSTREAM_UNAVAILABLE');
});

test('SIGUSR1 restarts one after the other, and no request under load is lost', async () => {
  const url = await start();
  const before = workersSeen();
  const over = new AbortController();
  const outcomes: string[] = [];
  const load = async (ask: () => Promise<PlainAnswer>): Promise<void> => {
    while (!over.signal.aborted) {
      outcomes.push(await ask().then(({ text }) => withoutCost(text), String));
    }
  };
  const kept = [createClient(url, 1), createClient(url, 1), createClient(url, 1)];
  const loads = [
    ...kept.map((client) => load(() => client.graphql(me, alice))),
    ...kept.map(() => load(() => askAnew(url))),
  ];

  gateway.signal('SIGUSR1');
  await until('all are restarted', () => gateway.output().includes('All workers are restarted'));
  over.abort();
  await Promise.all(loads);
  for (const client of kept) client.close();

  expect(outcomes.filter((outcome) => outcome !== answered)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(20);
  const after = workersSeen().slice(2);
  expect(after.map(({ number }) => number)).toEqual(['1', '2']);
  expect(before.filter(runs)).toEqual([]);
  expect(after.filter(runs)).toHaveLength(2);
  // Node would open its inspector at this signal.
  expect(gateway.errors()).toBe('');
});

test('SIGTERM loses no connection that waits with the primary to be handed out', async () => {
  const url = await start();
  const calls = Array.from({ length: 300 }, () => askAnew(url));
  const all = Promise.allSettled(calls);
  await Promise.race(calls);

  gateway.signal('SIGTERM');

  expect((await all).filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(await gateway.exited()).toBe(0);
});

test('a connection that is one too many for all is closed, not passed around', async () => {
  const url = await start({ MAX_CONNECTIONS: '1' });
  const kept = [createClient(url, 1), createClient(url, 1)];
  for (const client of kept) await client.graphql(me, alice);

  await expect(askAnew(url)).rejects.toThrow(/socket hang up|ECONNRESET/);

  for (const client of kept) client.close();
});

test.each([
  ['SIGUSR2', 'The log level is debug now.'],
  ['SIGHUP', 'SIGHUP: nothing has changed.'],
] as const)('%s reaches every worker', async (signal, told) => {
  await start();

  gateway.signal(signal);

  await until('both have told', () => gateway.output().split(told).length === 3);
  expect(workersSeen().every(runs)).toBe(true);
});

test.each([
  ['a taken port', 69, 'is taken', async () => ({ PORT: await takenPort() })],
  ['an address of another machine', 78, 'HOST: nothing', async () => ({ HOST: '192.0.2.1' })],
])('%s ends the start of all as of one', async (_what, code, told, env) => {
  gateway = launch(await env());

  expect(await gateway.exited()).toBe(code);
  expect(gateway.errors()).toContain(told);
});

/** A port that something listens on until the tests end. */
async function takenPort(): Promise<string> {
  const holder = createServer().unref().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  return String(typeof address === 'object' ? address?.port : address);
}
