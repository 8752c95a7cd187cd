/** `npm run bench -- soak`: memory over a million requests (P7). */
import { join } from 'node:path';
import { peopleCount, personId } from './lib/am-bodies.ts';
import { verify } from './lib/ask.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { readRetained } from './lib/retained.ts';
import { startNginx } from './lib/nginx.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder, places } from './lib/places.ts';
import { residentMegabytes } from './lib/process-cost.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { median } from './lib/statistics.ts';
import { needPrograms } from './lib/system-tools.ts';
import { table } from './lib/table.ts';
import { isKept, judge, verdictTable } from './lib/verdict.ts';
import { headersOf, personWork, requestBody, writeBodies, writeManifest } from './lib/work.ts';
import { load } from './lib/wrk.ts';

const { quick, noBuild } = readOptions();
const requestsWanted = quick ? 50_000 : 1_000_000;
const sliceSeconds = quick ? 1 : 5;
/** Ends the bench on a slow machine. */
const limitMs = (quick ? 3 : 45) * 60_000;
/** The share of requests that fill caches and pools, and are not compared. */
const warmUpShare = 0.1;

/** Memory after some requests. */
interface Sample {
  readonly requests: number;
  readonly residentMegabytes: number;
  readonly heapMegabytes: number;
}

async function bench(): Promise<boolean> {
  say(`Measures memory over ${requestsWanted} requests; one in ten has an unknown document.`);
  needPrograms('wrk', 'nginx');
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const samples = await soak();
  const compared = samples.filter(({ requests }) => requests > requestsWanted * warmUpShare);
  const tenth = Math.max(1, Math.ceil(compared.length / 10));
  say(`\n${memoryTable(samples)}\n`);
  const verdicts = (['residentMegabytes', 'heapMegabytes'] as const).map((figure) => {
    const of = (some: readonly Sample[]): number => median(some.map((sample) => sample[figure]));
    const rounds = [of(compared.slice(-tenth)) / of(compared.slice(0, tenth))];
    const target = figure === 'heapMegabytes' ? 1.05 : 1.1;
    const what = `${figure} of the last tenth ÷ the first after warm-up`;
    return judge({ id: 'P7', what, rounds, bound: 'at most', target });
  });
  say(`\n${verdictTable(verdicts)}\n`);
  say(`Written to ${await writeResult('soak', conditions, { quick, samples, verdicts })}`);
  return isKept(verdicts);
}

async function soak(): Promise<Sample[]> {
  const folder = createTemporaryFolder();
  const { amUrl } = await startNginx(folder);
  const { pid, url } = await startGateway({
    name: 'gateway',
    amUrl,
    folder,
    env: { TRUSTED_DOCUMENTS_MANIFESTS: writeManifest(folder) },
    nodeFlags: ['--expose-gc', '--import', join(places.servers, 'retained-probe.ts')],
  });
  await verify({ name: 'gateway', url, variant: 'documented' }, personWork);
  const requestsFile = writeMixedRequests(folder);
  const headers = headersOf(personWork);
  const samples: Sample[] = [];
  const until = performance.now() + limitMs;
  let requests = 0;
  while (requests < requestsWanted && performance.now() < until) {
    const shape = { requestsFile, headers, connections: 32, seconds: sliceSeconds };
    requests += (await load({ ...shape, url })).requests;
    const { heapMegabytes } = await readRetained(pid);
    samples.push({ requests, residentMegabytes: residentMegabytes(pid), heapMegabytes });
  }
  if (requests < requestsWanted) say(`Stopped at the time limit after ${requests} requests.`);
  return samples;
}

/** Mixes a thousand unknown documents with the trusted one, as a public gateway receives them. */
function writeMixedRequests(folder: string): string {
  const bodies = Array.from({ length: peopleCount }, (_, number) => {
    const document = personWork.document.replace('Bench', `Bench${number}`);
    const work = number % 10 === 0 ? { ...personWork, document } : personWork;
    return requestBody(work, 'documented', personId(number));
  });
  return writeBodies(join(folder, 'mixed'), bodies);
}

/** A table of at most twenty samples. */
function memoryTable(samples: readonly Sample[]): string {
  const step = Math.ceil(samples.length / 20);
  const shown = samples.filter((_, index) => (samples.length - 1 - index) % step === 0);
  const rows = shown.map((sample) => [
    String(sample.requests),
    sample.residentMegabytes.toFixed(1),
    sample.heapMegabytes.toFixed(1),
  ]);
  return table(['requests', 'resident MiB', 'heap MiB after collection'], rows);
}

await runBench(bench, stopServers);
