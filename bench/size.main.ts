/** `npm run bench:size`: how cost grows with size, and what an unseen document costs (P9). */
import { readFileSync } from 'node:fs';
import { dataOf } from './lib/ask.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { startNodeUpstream } from './lib/node-upstream.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { cpuMicroseconds } from './lib/process-cost.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say, Trouble } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import type { ServerProcess } from './lib/server-process.ts';
import { raisedLimits, writeSizedWork } from './lib/sized-work.ts';
import type { SizedWork } from './lib/sized-work.ts';
import { median } from './lib/statistics.ts';
import { needPrograms } from './lib/system-tools.ts';
import { table } from './lib/table.ts';
import { judge, tellVerdicts } from './lib/verdict.ts';
import type { Verdict } from './lib/verdict.ts';
import { headersOf, personWork } from './lib/work.ts';
import { load } from './lib/wrk.ts';

const { quick, noBuild } = readOptions();
const rounds = 3;
const seconds = quick ? 1 : 3;
/** What the second half of the growth may cost, as a multiple of the first. */
const bend = 1.5;

/** One work with its CPU time per request, round by round. */
interface Measured {
  readonly work: SizedWork;
  readonly costs: number[];
}

async function bench(): Promise<boolean> {
  say('Measures how CPU/request grows with devices and people, and what an unseen document costs.');
  needPrograms('wrk');
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const { amUrl } = await startNodeUpstream(folder, 0);
  const server = await startGateway({ name: 'gateway', amUrl, folder, env: raisedLimits });
  const all = writeSizedWork(folder).map((work): Measured => ({ work, costs: [] }));
  for (const { work } of all) await verifyOnce(server, work);
  await measureAll(server, all);
  const rows = all.map(({ work, costs }) => [work.label, median(costs).toFixed(0)]);
  say(`\n${table(['what', 'CPU µs/request'], rows)}\n`);
  const verdicts = [bendOf(all, 'devices'), bendOf(all, 'people'), unseenOf(all)];
  const isKept = tellVerdicts(verdicts);
  const data = all.map(({ work: { label }, costs }) => ({ label, costs }));
  say(`Written to ${await writeResult('size', conditions, { quick, data, verdicts })}`);
  return isKept;
}

async function measureAll(server: ServerProcess, all: readonly Measured[]): Promise<void> {
  // One connection: what is under way when the load ends is not counted, and here it could be much.
  const shape = { url: server.url, headers: headersOf(personWork), connections: 1 };
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? 'Warming up' : `Round ${round} of ${rounds}, ${seconds} s each, in turn`);
    for (const { work, costs } of all) {
      // What is sent in the warm-up is seen from then on.
      if (round === 0 && work.label.includes('never')) continue;
      const before = cpuMicroseconds(server.pid);
      const { requests } = await load({ ...shape, requestsFile: work.requestsFile, seconds });
      if (round > 0) costs.push((cpuMicroseconds(server.pid) - before) / requests);
    }
  }
}

async function verifyOnce(
  { url }: ServerProcess,
  { label, requestsFile }: SizedWork,
): Promise<void> {
  if (label.includes('never')) return;
  const body = readFileSync(requestsFile, 'utf8').split('\n')[0]?.split('\t')[2] ?? '';
  const headers = headersOf(personWork);
  const answer: unknown = await (
    await fetch(`${url}/graphql`, { method: 'POST', headers, body })
  ).json();
  if (dataOf(answer) === undefined) {
    throw new Trouble(`${label}: ${JSON.stringify(answer).slice(0, 500)}`);
  }
}

/** The growth from half to full size beside the growth from one to half: 1 where it is linear. */
function bendOf(all: readonly Measured[], family: SizedWork['family']): Verdict {
  const [one, , half, full] = all.filter(({ work }) => work.family === family);
  const ratios = Array.from({ length: rounds }, (_, round) => {
    const cost = (some: Measured | undefined): number => some?.costs[round] ?? Number.NaN;
    const size = (some: Measured | undefined): number => some?.work.size ?? Number.NaN;
    const second = (cost(full) - cost(half)) / (size(full) - size(half));
    return second / ((cost(half) - cost(one)) / (size(half) - size(one)));
  });
  const what = `cost of one more among ${family}, second half of the growth ÷ first`;
  return judge({ id: 'P9', what, rounds: ratios, bound: 'at most', target: bend });
}

function unseenOf(all: readonly Measured[]): Verdict {
  const [seen, unseen] = all.filter(({ work }) => work.family === 'documents');
  const ratios = Array.from(
    { length: rounds },
    (_, round) => (unseen?.costs[round] ?? Number.NaN) / (seen?.costs[round] ?? Number.NaN),
  );
  const what = 'CPU/request of a document never sent before ÷ one sent often';
  return judge({ id: 'P9', what, rounds: ratios, bound: 'at most', target: 3 });
}

await runBench(bench, stopServers);
