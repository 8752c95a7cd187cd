/** `npm run bench`: what a request costs, beside hand-written code and other gateways, in one run. */
import { installRivals } from './lib/install-rivals.ts';
import { contestantNames, startContestants } from './lib/contestants.ts';
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
import { tellVerdicts } from './lib/verdict.ts';

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
  const { contestants, missing } = await startContestants(contestantNames, {
    amUrl: upstream.amUrl,
    folder,
  });
  const samples = await runRounds(contestants, upstream, { ...course, folder });
  const verdicts = verdictsOf(samples);
  say(`\n${reportTable(samples, missing)}\n`);
  say('✓ checks each caller and counts each request. Medians; ± is what they may be off by.');
  const isKept = tellVerdicts(verdicts);
  const rows = Object.fromEntries([...samples].map(([name, turns]) => [name, rowOf(turns)]));
  const result = { quick, course, rows, missing: Object.fromEntries(missing), verdicts };
  const detail = { ...result, turns: Object.fromEntries(samples) };
  say(`Written to ${await writeResult('bench', conditions, detail)}`);
  return isKept;
}

await runBench(bench, stopServers);
