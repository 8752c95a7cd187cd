/**
 * `npm run bench -- soak-faults`: half an hour at half of the capacity while 1 % of the calls to AM
 * fail (reliability R26). Memory, sockets and timers must not grow, and only harmed requests may
 * fail.
 */
import { join } from 'node:path';
import { Pool } from 'undici';
import { startFaultProxy } from '../test/reliability/fault-proxy.ts';
import type { FaultProxy, Harm } from '../test/reliability/fault-proxy.ts';
import { withLists } from '../test/support/with-lists.ts';
import { cookieName, deployPath, personId, superUserToken } from './lib/am-bodies.ts';
import { atOnce, atRate } from './lib/fault-load.ts';
import type { FaultRequest } from './lib/fault-load.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { readRetained } from './lib/retained.ts';
import type { Retained } from './lib/retained.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder, places } from './lib/places.ts';
import { residentMegabytes } from './lib/process-cost.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { startServer, stopServers } from './lib/server-process.ts';
import { table } from './lib/table.ts';
import { isKept, judge, verdictTable } from './lib/verdict.ts';
import type { Verdict } from './lib/verdict.ts';

const { quick, noBuild } = readOptions();
const seed = 'soak with faults';
const minutes = quick ? 3 : 30;
/** The windows that are compared: one after a warm-up of the same length, and the last. */
const windowMinutes = quick ? 1 : 5;
const sliceSeconds = 10;
const delayMs = 5;

const harms: readonly Harm[] = [
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'slow body', bytesPerSecond: 20 },
  { kind: 'cut', afterBytes: 20 },
];
const harmedShare = 0.01;

const look =
  'query ($id: ID!) { user(id: $id) { amId username oathDevices { amId name } pushDevices { amId name } } }';
const reset =
  'mutation ($id: ID!) { resetOathDevices(input: { target: { user: { id: $id } }, endSessions: false }) { outcome } }';

/** The result of a request. */
interface SoakResult {
  readonly id: string;
  readonly isGood: boolean;
  readonly text: string;
}

/** The figures of one slice of the load. */
interface Sample extends Retained {
  readonly minute: number;
  readonly residentMegabytes: number;
  readonly requests: number;
  readonly failed: number;
  readonly harmedCalls: number;
  /** Requests that failed although none of their calls was harmed. */
  readonly unexplained: number;
}

let number = 0;

/**
 * One request in fifty is a reset. Each caller has a session, and a new one after a hundred
 * thousand requests.
 */
function next(): FaultRequest {
  number += 1;
  const isReset = number % 50 === 0;
  // Reads and resets use different users: this AM restores the devices after the next read.
  const person = personId((isReset ? 5_000 : 0) + ((number * 7) % 5_000));
  const what = `${isReset ? 'reset' : 'look'}-${number}`;
  const session = `${superUserToken}${(number % 2_000) + 2_000 * Math.floor(number / 100_000)}`;
  return {
    what,
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      'x-correlation-id': what,
      [cookieName]: session,
    },
    body: JSON.stringify({ query: isReset ? reset : look, variables: { id: person } }),
  };
}

async function sendOne(
  pool: Pool,
  { what: id, path, headers, body }: FaultRequest,
): Promise<SoakResult> {
  const answer = await pool.request({ method: 'POST', path, headers: { ...headers }, body });
  const text = await answer.body.text();
  // After a reset whose closing read was harmed, this AM still lists no device.
  const isDone = id.startsWith('look') || /"outcome":"(DONE|NOTHING_TO_RESET)"/.test(text);
  const isGood = answer.statusCode === 200 && !text.includes('"errors"') && isDone;
  return { id, isGood, text };
}

async function soak(proxy: FaultProxy, gateway: { url: string; pid: number }): Promise<Sample[]> {
  const pool = new Pool(gateway.url, { connections: 32 });
  const send = (wanted: FaultRequest): Promise<SoakResult> => sendOne(pool, wanted);
  const most = { clients: 32, seconds: 5, next };
  await atOnce(send, most);
  const perSecond = (await atOnce(send, most)).length / most.seconds / 2;
  say(`Half of the capacity: ${perSecond.toFixed(0)} requests per second.`);
  proxy.harm(...harms.map((harm) => ({ harm, chance: harmedShare / harms.length })));
  const samples: Sample[] = [];
  const startedAt = performance.now();
  while (performance.now() - startedAt < minutes * 60_000) {
    proxy.forget();
    const ended = await atRate(send, { perSecond, seconds: sliceSeconds, next });
    const harmed = proxy.forget().filter(({ harm }) => harm !== null);
    const ids = new Set(harmed.map(({ id }) => id));
    const failed = ended.filter(({ isGood }) => !isGood);
    const unexplained = failed.filter(({ id }) => !ids.has(id));
    for (const { id, text } of unexplained.slice(0, 3)) say(`${id}: ${text.slice(0, 500)}`);
    samples.push({
      minute: (performance.now() - startedAt) / 60_000,
      ...(await readRetained(gateway.pid)),
      residentMegabytes: residentMegabytes(gateway.pid),
      requests: ended.length,
      failed: failed.length,
      harmedCalls: harmed.length,
      unexplained: unexplained.length,
    });
  }
  await pool.close();
  return samples;
}

function verdictsOf(samples: readonly Sample[]): Verdict[] {
  const first = samples.filter(
    ({ minute }) => minute > windowMinutes && minute <= 2 * windowMinutes,
  );
  const last = samples.filter(({ minute }) => minute > minutes - windowMinutes);
  const mean = (some: readonly Sample[], figure: keyof Sample): number =>
    some.reduce((sum, one) => sum + one[figure], 0) / some.length;
  const growth = (figure: keyof Sample): number => mean(last, figure) - mean(first, figure);
  const atMost = (what: string, measured: number, target: number): Verdict =>
    judge({ id: 'R26', what, rounds: [measured], bound: 'at most', target });
  return [
    atMost(
      'heap of the last window ÷ the first',
      mean(last, 'heapMegabytes') / mean(first, 'heapMegabytes'),
      1.05,
    ),
    atMost('growth of the heap, MiB', growth('heapMegabytes'), 10),
    atMost('growth of sockets', growth('sockets'), 5),
    atMost('growth of timers', growth('timers'), 5),
    atMost(
      'errors without a fault',
      samples.reduce((sum, one) => sum + one.unexplained, 0),
      0,
    ),
  ];
}

/** A table of at most twenty samples. */
function soakTable(samples: readonly Sample[]): string {
  const step = Math.ceil(samples.length / 20);
  const shown = samples.filter((_, index) => (samples.length - 1 - index) % step === 0);
  const rows = shown.map((one) => [
    one.minute.toFixed(1),
    one.heapMegabytes.toFixed(1),
    one.residentMegabytes.toFixed(0),
    ...[one.sockets, one.timers, one.requests, one.harmedCalls, one.failed].map(String),
  ]);
  return table(
    [
      'minute',
      'heap MiB',
      'resident MiB',
      'sockets',
      'timers',
      'requests',
      'harmed calls',
      'failed',
    ],
    rows,
  );
}

async function bench(): Promise<boolean> {
  say(`Injects faults into AM for ${minutes} minutes; seed "${seed}".`);
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const am = await startServer({
    name: 'changing-am',
    folder,
    command: process.execPath,
    args: (port) => [join(places.servers, 'changing-am.main.ts'), String(port), String(delayMs)],
    env: () => ({}),
  });
  const proxy = await startFaultProxy(`${am.url}${deployPath}`, { seed });
  const gateway = await startGateway({
    name: 'gateway',
    amUrl: proxy.url,
    folder,
    env: {
      AM_TIMEOUT_MS: '2000',
      ...withLists({ limits: { staffChanges: [], personChanges: [] } }),
    },
    nodeFlags: ['--expose-gc', '--import', join(places.servers, 'retained-probe.ts')],
  });
  const samples = await soak(proxy, gateway);
  await proxy.close();
  say(`\n${soakTable(samples)}\n`);
  const verdicts = verdictsOf(samples);
  say(`\n${verdictTable(verdicts)}\n`);
  say(
    `Written to ${await writeResult('soak-faults', conditions, { quick, seed, samples, verdicts })}`,
  );
  return isKept(verdicts);
}

await runBench(bench, stopServers);
