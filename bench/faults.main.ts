/**
 * `npm run bench:faults`: what a hung and a failing part of AM, and three times too much load, do to the rest
 * (reliability R9 to R14). Every figure is a ratio or an absolute time of one run.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { startFaultProxy } from '../test/reliability/fault-proxy.ts';
import type { FaultProxy } from '../test/reliability/fault-proxy.ts';
import { cookieName, deployPath, personId, superUserToken } from './lib/am-bodies.ts';
import { atOnce, atRate, openClients } from './lib/fault-load.ts';
import type { Ended, Wanted } from './lib/fault-load.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder, places } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { startServer, stopServers } from './lib/server-process.ts';
import { percentile } from './lib/statistics.ts';
import { table } from './lib/table.ts';
import { judge, tellVerdicts } from './lib/verdict.ts';
import type { Verdict } from './lib/verdict.ts';

const { quick, noBuild } = readOptions();
const seed = 'bench of faults';
const delayMs = 20;
const headers = { 'content-type': 'application/json', [cookieName]: superUserToken };
let started = 0;
const oathPath = /devices\/2fa\/oath\?_queryFilter/;
const noLimits = {
  LIMIT_STAFF_CHANGES: 'none',
  LIMIT_PERSON_CHANGES: 'none',
  LIMIT_OWN_CHANGES: 'none',
};

function asking(what: string, query: string): (number: number) => Wanted {
  return (number) => {
    const body = JSON.stringify({ query, variables: { id: personId(number * 7), realm: 'alpha' } });
    return { what, path: '/graphql', body, headers };
  };
}

const kindOf = (kind: string): string =>
  `query ($id: ID!, $realm: String) { user(id: $id, realm: $realm) { ${kind} { amId } } }`;
const oath = asking('oath', kindOf('oathDevices'));
const push = asking('push', kindOf('pushDevices'));
const look = asking(
  'look',
  'query Look($id: ID!) { user(id: $id) { amId username oathDevices { amId name } pushDevices { amId name } } }',
);
const search = asking('search', '{ users(search: "person") { nodes { amId } } }');
const reset = asking(
  'reset',
  'mutation R($id: ID!) { resetOathDevices(input: { target: { user: { id: $id } }, endSessions: false }) { outcome } }',
);
const probe = (): Wanted => ({ what: 'probe', path: '/health/ready', body: null, headers: {} });
const inBeta = (number: number): Wanted => {
  const wanted = push(number);
  return { ...wanted, what: 'beta', body: (wanted.body ?? '').replace('"alpha"', '"beta"') };
};

const p = (percent: number, some: readonly Ended[]): number =>
  some.length === 0
    ? Number.NaN
    : percentile(
        some.map(({ tookMs }) => tookMs),
        percent,
      );
const of = (all: readonly Ended[], what: string, outcome?: Ended['outcome']): Ended[] =>
  all.filter((one) => one.what === what && (outcome === undefined || one.outcome === outcome));

/** Figures against their bounds: a rule, what it is, the figure, and the most or least that it may be. */
type Row = readonly [string, string, number, Verdict['bound'], number];

function claims(...rows: readonly Row[]): Verdict[] {
  return rows.map(([id, what, measured, bound, target]) =>
    judge({ id, what, rounds: [measured], bound, target }),
  );
}

interface Place {
  readonly folder: string;
  readonly amUrl: string;
}

async function withGateway<T>(
  { folder, amUrl }: Place,
  act: (clients: ReturnType<typeof openClients>, proxy: FaultProxy) => Promise<T>,
): Promise<T> {
  const proxy = await startFaultProxy(amUrl, { seed });
  const env = { AM_REALMS: 'alpha,beta', AM_TIMEOUT_MS: '4000', ...noLimits };
  const gateway = await startGateway({
    name: `gateway-${(started += 1)}`,
    amUrl: proxy.url,
    folder,
    env,
  });
  const clients = openClients(gateway.url, 512);
  try {
    await atOnce(clients.send, { clients: 4, seconds: 1, next: look });
    return await act(clients, proxy);
  } finally {
    await clients.close();
    await gateway.stop();
    await proxy.close();
  }
}

/** R11, R12: one kind, then one realm, hangs; others are compared with the seconds before. */
async function hangs(place: Place, part: 'kind' | 'realm'): Promise<Verdict[]> {
  return withGateway(place, async ({ send }, proxy) => {
    const seconds = quick ? 4 : 10;
    const next = (number: number): Wanted =>
      number % 2 === 0 ? oath(number) : part === 'kind' ? push(number) : inBeta(number);
    const others = part === 'kind' ? 'push' : 'beta';
    const load = { perSecond: 120, seconds, next };
    const before = await atRate(send, load);
    const harm = { kind: 'hang' } as const;
    proxy.harm(
      part === 'kind' ? { path: oathPath, harm } : { realm: 'alpha', path: /\/users\//, harm },
    );
    const during = await atRate(send, load);
    const ratio = p(99, of(during, others)) / p(99, of(before, others));
    const served = of(during, others, 'served').length / of(during, others).length;
    const excess = of(during, 'oath', 'refused');
    return claims(
      ['R11', `hung ${part}: p99 of the others ÷ before`, ratio, 'at most', 1.5],
      ['R12', `hung ${part}: share of the others served`, served, 'at least', 1],
      ['R12', `hung ${part}: p99 of a refusal, ms`, p(99, excess), 'at most', 10],
    );
  });
}

/** R9, R10: one kind answers 502, then works again. */
async function fails(place: Place): Promise<Verdict[]> {
  return withGateway(place, async ({ send }, proxy) => {
    proxy.harm({ path: oathPath, harm: { kind: 'status', status: 502 } });
    await atRate(send, { perSecond: 100, seconds: 1, next: oath });
    const passed = (): number => proxy.passed.filter(({ path }) => oathPath.test(path)).length;
    const opened = passed();
    const seconds = quick ? 3 : 10;
    const open = await atRate(send, { perSecond: 100, seconds, next: oath });
    const probes = (passed() - opened) / seconds;
    const quickly = open.filter(({ outcome }) => outcome === 'refused');
    proxy.harm();
    const back = passed();
    const returnedAt = performance.now();
    while ((await send(oath(1))).outcome !== 'served') await sleep(10);
    const firstMs = performance.now() - returnedAt;
    const needed = passed() - back;
    const healed = await atRate(send, { perSecond: 100, seconds: 2, next: oath });
    const share = of(healed, 'oath', 'served').length / healed.length;
    return claims(
      // A person is read before the list is refused.
      [
        'R9',
        'open breaker: p99 of an answer − one call to AM, ms',
        p(99, quickly) - delayMs,
        'at most',
        5,
      ],
      ['R9', 'open breaker: calls a second that go up', probes, 'at most', 2.2],
      ['R10', 'AM works again: ms to the first success', firstMs, 'at most', 2_000],
      ['R10', 'AM works again: calls until then', needed, 'at most', 3],
      ['R10', 'AM works again: share served after that', share, 'at least', 1],
    );
  });
}

/** R13, R14: three times what it can do. */
async function overload({ folder, amUrl }: Place): Promise<Verdict[]> {
  const gateway = await startGateway({ name: 'overloaded', amUrl, folder, env: noLimits });
  const { send, close } = openClients(gateway.url, 1_024);
  const mix = (number: number): Wanted =>
    number % 50 === 0
      ? reset(number)
      : number % 50 === 1
        ? probe()
        : number % 10 === 2
          ? search(number)
          : look(number);
  const seconds = quick ? 15 : 60;
  await atOnce(send, { clients: 16, seconds: 3, next: mix });
  const peak = servedPerSecond(await atOnce(send, { clients: 64, seconds: 6, next: mix }), 6);
  const usual = await atRate(send, { perSecond: peak / 4, seconds: 6, next: mix });
  say(
    `Peak ${peak.toFixed(0)}/s; p99 at a quarter of it ${p(99, of(usual, 'look')).toFixed(1)} ms.`,
  );
  const under = await atRate(send, { perSecond: 3 * peak, seconds, next: mix });
  const after = await atRate(send, { perSecond: peak / 4, seconds: 5, next: mix });
  const refusals = under.filter(({ outcome }) => outcome === 'refused');
  say(mixTable(under));
  const share = (what: string): number => of(under, what, 'served').length / of(under, what).length;
  const late = after.filter(({ atMs, outcome }) => atMs > 2_000 && outcome !== 'served');
  await close();
  await gateway.stop();
  return claims(
    [
      'R13',
      'goodput at three times the peak ÷ peak',
      servedPerSecond(under, seconds) / peak,
      'at least',
      0.8,
    ],
    [
      'R13',
      'p99 of looks that are served ÷ without load',
      p(99, of(under, 'look', 'served')) / p(99, of(usual, 'look')),
      'at most',
      3,
    ],
    ['R13', 'p99 of a refusal, ms', p(99, refusals), 'at most', 20],
    ['R13', 'refused or failed from 2 s after the load on', late.length, 'at most', 0],
    ['R14', 'share of resets served', share('reset'), 'at least', 0.95],
    ['R14', 'share of probes served', share('probe'), 'at least', 0.95],
  );
}

function servedPerSecond(all: readonly Ended[], seconds: number): number {
  return all.filter(({ outcome }) => outcome === 'served').length / seconds;
}

function mixTable(all: readonly Ended[]): string {
  const rows = ['reset', 'probe', 'look', 'search'].map((what) => {
    const count = (outcome: Ended['outcome']): string => String(of(all, what, outcome).length);
    const times = [50, 99].map((percent) => p(percent, of(all, what, 'served')).toFixed(1));
    return [what, count('served'), count('refused'), count('failed'), ...times];
  });
  return `\n${table(['asked', 'served', 'refused', 'failed', 'p50 ms', 'p99 ms'], rows)}\n`;
}

async function bench(): Promise<boolean> {
  say(`Does AM and the gateway harm, seeded by "${seed}".`);
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const { url } = await startServer({
    name: 'changing-am',
    folder,
    command: process.execPath,
    args: (port) => [join(places.servers, 'changing-am.main.ts'), String(port), String(delayMs)],
    env: () => ({}),
  });
  const place = { folder, amUrl: `${url}${deployPath}` };
  const verdicts: Verdict[] = [];
  for (const part of [
    () => hangs(place, 'kind'),
    () => hangs(place, 'realm'),
    () => fails(place),
    () => overload(place),
  ]) {
    verdicts.push(...(await part()));
  }
  const isKept = tellVerdicts(verdicts);
  say(`Written to ${await writeResult('faults', conditions, { quick, seed, verdicts })}`);
  return isKept;
}

await runBench(bench, stopServers);
