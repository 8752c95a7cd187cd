/** `npm run bench`: what a request costs, beside hand-written code and other gateways, in one run. */
import { installRivals } from './lib/install-rivals.ts';
import { contestantNames, startContestant } from './lib/contestants.ts';
import type { Contestant, ContestantName } from './lib/contestants.ts';
import { buildGateway } from './lib/gateway.ts';
import { startNginx } from './lib/nginx.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { reportTable, rowOf, verdictsOf } from './lib/report.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runRounds } from './lib/rounds.ts';
import type { Course } from './lib/rounds.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { needPrograms } from './lib/system-tools.ts';
import { verdictLine } from './lib/verdict.ts';

const { quick, noBuild } = readOptions();

const course: Course = {
  warmUpSeconds: quick ? 3 : 6,
  rounds: 3,
  turnsInRound: quick ? 2 : 5,
  turnSeconds: quick ? 1 : 2,
  connections: 32,
};

async function bench(): Promise<boolean> {
  say(
    'Measures what one query of three upstream reads costs, ours beside hand-written and rivals.',
  );
  needPrograms('wrk', 'nginx');
  installRivals();
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const upstream = await startNginx(folder);
  const { contestants, missing } = await startAll(upstream.amUrl, folder);
  const samples = await runRounds(contestants, upstream, { ...course, folder });
  const verdicts = verdictsOf(samples);
  say(`\n${reportTable(samples, missing)}\n`);
  say(
    '✓ checks each caller and counts each request. Medians of the rounds; ± is half their spread.',
  );
  for (const verdict of verdicts) say(verdictLine(verdict));
  const rows = Object.fromEntries([...samples].map(([name, rounds]) => [name, rowOf(rounds)]));
  const result = { quick, course, rows, missing: Object.fromEntries(missing), verdicts };
  const detail = { ...result, rounds: Object.fromEntries(samples) };
  say(`Written to ${writeResult('bench', conditions, detail)}`);
  return verdicts.every(({ kept }) => kept);
}

async function startAll(
  amUrl: string,
  folder: string,
): Promise<{ contestants: Contestant[]; missing: Map<ContestantName, string> }> {
  const contestants: Contestant[] = [];
  const missing = new Map<ContestantName, string>();
  for (const name of contestantNames) {
    const started = await startContestant(name, { amUrl, folder });
    if (typeof started === 'string') missing.set(name, `not available: ${started}`);
    else contestants.push(started);
  }
  return { contestants, missing };
}

await runBench(bench, stopServers);
