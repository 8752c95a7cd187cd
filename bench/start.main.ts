/** `npm run bench:start`: from the start of the built package to its first answer (P8). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { askOnce, dataOf } from './lib/ask.ts';
import { freePort } from './lib/free-port.ts';
import { buildGateway } from './lib/gateway.ts';
import { startNodeUpstream } from './lib/node-upstream.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder, places } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say, Trouble } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { judge, tellVerdicts } from './lib/verdict.ts';
import { personWork } from './lib/work.ts';

const { quick, noBuild } = readOptions();
const starts = quick ? 3 : 7;
const limitMs = 20_000;

async function bench(): Promise<boolean> {
  say(`Measures the time from process start to the first GraphQL answer, ${starts} times.`);
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const { amUrl } = await startNodeUpstream(createTemporaryFolder(), 0);
  await startOnce(amUrl); // so that the files are in memory, as they are after any deployment
  const rounds: number[] = [];
  for (let number = 0; number < starts; number += 1) rounds.push(await startOnce(amUrl));
  say(`Starts: ${rounds.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
  const what = 'ms from process start to the first answer';
  const verdicts = [judge({ id: 'P8', what, rounds, bound: 'at most', target: 700 })];
  const isKept = tellVerdicts(verdicts);
  say(`Written to ${await writeResult('start', conditions, { quick, rounds, verdicts })}`);
  return isKept;
}

async function startOnce(amUrl: string): Promise<number> {
  const port = await freePort();
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    AM_URL: amUrl,
    AM_REALMS: 'alpha',
  };
  const begun = performance.now();
  const child = spawn(process.execPath, [places.gateway], { env, stdio: 'ignore' });
  try {
    await firstAnswer(`http://127.0.0.1:${port}`, begun);
    return performance.now() - begun;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** Asks until it answers; a refused connection costs next to nothing. */
async function firstAnswer(url: string, begun: number): Promise<void> {
  const asked = { name: 'gateway', url, sends: 'text' } as const;
  while (performance.now() - begun < limitMs) {
    const answer = await askOnce(asked, personWork, 'person-00000').catch(() => undefined);
    if (dataOf(answer) !== undefined) return;
    await sleep(3);
  }
  throw new Trouble(`The gateway gave no answer within ${limitMs / 1000} s.`);
}

await runBench(bench, stopServers);
