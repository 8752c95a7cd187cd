/** `npm run bench:latency`: what is added to one upstream call of 5 ms, at 100 requests a second (P4). */
import { cookieName, personId, realmPath, superUserToken } from './lib/am-bodies.ts';
import { askOnce, verify } from './lib/ask.ts';
import { startContestants } from './lib/contestants.ts';
import type { Contestant, ContestantName } from './lib/contestants.ts';
import { buildGateway } from './lib/gateway.ts';
import { installRivals } from './lib/install-rivals.ts';
import { judgeLatency, latencySummary, latencyTable } from './lib/latency-report.ts';
import type { Latencies, LatencyRow } from './lib/latency-report.ts';
import { startNodeUpstream } from './lib/node-upstream.ts';
import type { NodeUpstream } from './lib/node-upstream.ts';
import { runOpenLoop } from './lib/open-loop.ts';
import type { Shot } from './lib/open-loop.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { tellVerdicts } from './lib/verdict.ts';
import { pathsOf } from './servers/am-user.ts';
import { headersOf, ownWork, personWork, requestBody } from './lib/work.ts';
import type { Work } from './lib/work.ts';

const { quick, noBuild } = readOptions();
const delayMs = 5;
const perSecond = 100;
const rounds = quick ? 3 : 5;
const turnSeconds = quick ? 1 : 6;

/** Mercurius and Tailcall stand for all that reads a person first and the lists afterwards. */
const names: readonly ContestantName[] = [
  'hand-written',
  'documented-text',
  'documented-id',
  'any-other',
  'mercurius',
  'tailcall',
];
/** Only these know who calls, so only they can be asked for `me`. */
const knowCallers: ReadonlySet<ContestantName> = new Set([
  'hand-written',
  'documented-text',
  'documented-id',
  'any-other',
]);

async function bench(): Promise<boolean> {
  say(`Measures what is added to one upstream call of ${delayMs} ms, at ${perSecond} requests/s.`);
  installRivals();
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const upstream = await startNodeUpstream(folder, delayMs);
  const { contestants, missing } = await startContestants(names, {
    amUrl: upstream.amUrl,
    folder,
  });
  const lanes = contestants.flatMap((contestant) =>
    [personWork, ownWork]
      .filter((work) => work === personWork || knowCallers.has(contestant.name))
      .map((work) => ({ contestant, work })),
  );
  const rows = await measure(lanes, upstream);
  say(`\n${latencyTable(rows, missing)}\n`);
  const verdicts = judgeLatency(rows);
  const isKept = tellVerdicts(verdicts);
  const result = { quick, delayMs, perSecond, rows: latencySummary(rows), verdicts };
  say(`Written to ${await writeResult('latency', conditions, result)}`);
  return isKept;
}

interface Lane {
  readonly contestant: Contestant;
  readonly work: Work;
}

async function measure(lanes: readonly Lane[], upstream: NodeUpstream): Promise<Latencies> {
  const one: number[][] = [];
  const three: number[][] = [];
  const measured = lanes.map((lane) => ({ lane, rounds: new Array<number[]>() }));
  say('Warming up');
  for (const lane of lanes) {
    await verify(lane.contestant, lane.work);
    await runOpenLoop({ ...through(lane), perSecond, seconds: quick ? 3 : 10 });
  }
  for (let round = 1; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}, ${turnSeconds} s each, in turn`);
    one.push(await runOpenLoop({ ...direct(upstream, 1), perSecond, seconds: turnSeconds }));
    three.push(await runOpenLoop({ ...direct(upstream, 3), perSecond, seconds: turnSeconds }));
    for (const { lane, rounds: times } of measured) {
      times.push(await runOpenLoop({ ...through(lane), perSecond, seconds: turnSeconds }));
    }
  }
  const counted: LatencyRow[] = [];
  for (const { lane, rounds: times } of measured) {
    const { name } = lane.contestant;
    counted.push({ name, work: lane.work.name, rounds: times, ...(await count(lane, upstream)) });
  }
  return { one, three, lanes: counted };
}

interface Sender {
  readonly origin: string;
  readonly shots: (number: number) => readonly Shot[];
}

/** Upstream calls as one makes them directly: one is what P4 compares with, three at once are the work. */
function direct({ origin }: NodeUpstream, calls: 1 | 3): Sender {
  const headers = { accept: 'application/json', [cookieName]: superUserToken };
  const get = (path: string): Shot => ({ method: 'GET', path, headers, body: null });
  return {
    origin,
    shots: (number) => {
      const { user, oath, push } = pathsOf(realmPath, personId(number));
      return calls === 1 ? [get(user)] : [get(user), get(oath), get(push)];
    },
  };
}

function through({ contestant, work }: Lane): Sender {
  const headers = headersOf(work);
  const shot = (number: number): Shot => ({
    method: 'POST',
    path: '/graphql',
    headers,
    body: requestBody(work, contestant.sends, personId(number)),
  });
  return { origin: contestant.url, shots: (number) => [shot(number)] };
}

/** Calls and waves of one request, with nothing else under way. */
async function count(
  { contestant, work }: Lane,
  upstream: NodeUpstream,
): Promise<{ calls: number; waves: number }> {
  const times = 20;
  const before = await upstream.counts();
  for (let number = 0; number < times; number += 1) {
    await askOnce(contestant, work, personId(number));
  }
  const after = await upstream.counts();
  return {
    calls: (after.calls - before.calls) / times,
    waves: (after.waves - before.waves) / times,
  };
}

await runBench(bench, stopServers);
