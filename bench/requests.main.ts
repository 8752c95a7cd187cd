/** Measures the cost and the latency of a request beside other servers, in one run (P1 to P4). */
import { composeSupergraph } from './lib/contestants.ts';
import { costTable, judgeCosts } from './lib/cost-report.ts';
import { measureCosts } from './lib/cost.ts';
import type { Course } from './lib/cost.ts';
import { buildGateway } from './lib/gateway.ts';
import { installRivals } from './lib/install-rivals.ts';
import { judgeLatencies, latencySummary, latencyTable } from './lib/latency-report.ts';
import { measureLatencies } from './lib/latency.ts';
import type { LatencyCourse } from './lib/latency.ts';
import { startNginx } from './lib/nginx.ts';
import { startNodeUpstream } from './lib/node-upstream.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { needPrograms } from './lib/system-tools.ts';
import { isKept, verdictTable } from './lib/verdict.ts';

const { quick, noBuild, before } = readOptions();

const course: Course = {
  processes: quick ? 2 : 5,
  warmUpSeconds: quick ? 2 : 9,
  leadSeconds: 1,
  turnSeconds: quick ? 1 : 3,
  connections: 32,
};

const latencyCourse: LatencyCourse = {
  requestsPerSecond: 100,
  warmUpSeconds: quick ? 2 : 4,
  rounds: quick ? 2 : 5,
  roundSeconds: quick ? 1 : 2,
};

const upstreamDelayMs = 5;

async function bench(): Promise<boolean> {
  say('Measures one query of three upstream reads: CPU time per request, then added latency.');
  needPrograms('wrk', 'nginx');
  installRivals();
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const supergraph = composeSupergraph(folder);
  const fast = await startNginx(folder);
  const around = { folder, supergraph, before };
  const costs = await measureCosts(fast, { ...around, amUrl: fast.amUrl }, course);
  const slow = await startNodeUpstream(folder, upstreamDelayMs);
  const latencies = await measureLatencies(slow, { ...around, amUrl: slow.amUrl }, latencyCourse);
  const verdicts = [...judgeCosts(costs), ...judgeLatencies(latencies)];
  say(`\n${costTable(costs)}\n\n${latencyTable(latencies)}\n`);
  say('✓ checks each caller. Medians of the processes or rounds; ± is the standard error.');
  say('A ratio is the median of pairs that ran side by side, not the ratio of two medians.\n');
  say(`${verdictTable(verdicts)}\n`);
  const result = {
    quick,
    before: before ?? null,
    course,
    latencyCourse,
    upstreamDelayMs,
    verdicts,
  };
  const detail = { costs: Object.fromEntries(costs), latencies: latencySummary(latencies) };
  say(`Written to ${await writeResult('bench', conditions, { ...result, ...detail })}`);
  return isKept(verdicts);
}

await runBench(bench, stopServers);
