/** `npm run bench:processes`: what a second process adds (P6). */
import { cpus } from 'node:os';
import { verify } from './lib/ask.ts';
import { buildGateway, startGateway } from './lib/gateway.ts';
import { startNginx } from './lib/nginx.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { median } from './lib/statistics.ts';
import { needPrograms } from './lib/system-tools.ts';
import { judge, tellVerdicts } from './lib/verdict.ts';
import { headersOf, personWork, writeRequests } from './lib/work.ts';
import { load } from './lib/wrk.ts';

const { quick, noBuild } = readOptions();
const rounds = quick ? 3 : 5;
const seconds = quick ? 2 : 5;
/** Two gateways, the upstream, and the load on both. */
const coresNeeded = 4;

async function bench(): Promise<boolean> {
  say('Measures requests/s of two processes beside one.');
  needPrograms('wrk', 'nginx');
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const { amUrl } = await startNginx(folder);
  const first = await startGateway({ name: 'gateway-1', amUrl, folder });
  const second = await startGateway({ name: 'gateway-2', amUrl, folder });
  for (const { name, url } of [first, second]) {
    await verify({ name, url, sends: 'text' }, personWork);
  }
  const requestsFile = writeRequests(folder, personWork, 'text');
  const headers = headersOf(personWork);
  const loadOn = async (...urls: readonly string[]): Promise<number> => {
    const shape = { requestsFile, headers, connections: 32, seconds };
    const results = await Promise.all(urls.map((url) => load({ ...shape, url })));
    return results.reduce((sum, result) => sum + result.requests / result.seconds, 0);
  };
  await loadOn(first.url, second.url);
  const one: number[] = [];
  const two: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    one.push(await loadOn(first.url));
    two.push(await loadOn(first.url, second.url));
  }
  say(`One process ${median(one).toFixed(0)}/s, two ${median(two).toFixed(0)}/s`);
  const ratios = two.map((value, round) => value / (one[round] ?? Number.NaN));
  const what = 'requests/s of two processes ÷ one';
  const verdict = judge({ id: 'P6', what, rounds: ratios, bound: 'at least', target: 1.8 });
  const isJudged = cpus().length >= coresNeeded;
  const isKept = isJudged && tellVerdicts([verdict]);
  if (!isJudged) {
    say(
      `P6 is not judged: it needs ${coresNeeded} cores, here are ${cpus().length} (ratio ${verdict.measured.toFixed(2)}).`,
    );
  }
  const result = { quick, one, two, verdict, isJudged };
  say(`Written to ${await writeResult('processes', conditions, result)}`);
  return isKept || !isJudged;
}

await runBench(bench, stopServers);
