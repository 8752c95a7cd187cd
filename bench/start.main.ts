/** `npm run bench -- start`: the time from process start to the first answer (P8). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataOf, send } from './lib/ask.ts';
import { freePort } from './lib/free-port.ts';
import { buildGateway } from './lib/gateway.ts';
import { startNodeUpstream } from './lib/node-upstream.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder, places } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say, BenchError } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { isKept, judge, verdictTable } from './lib/verdict.ts';
import { personWork } from './lib/work.ts';

const { quick, noBuild } = readOptions();
const starts = quick ? 3 : 7;
const limitMs = 20_000;

async function bench(): Promise<boolean> {
  say(`Measures the time from process start to the first GraphQL answer, ${starts} times.`);
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const { amUrl } = await startNodeUpstream(createTemporaryFolder(), 0);
  await startOnce(amUrl); // fills the page cache, as any deployment does
  const rounds: number[] = [];
  for (let number = 0; number < starts; number += 1) rounds.push(await startOnce(amUrl));
  say(`Starts: ${rounds.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
  const what = 'ms from process start to the first answer';
  const verdicts = [judge({ id: 'P8', what, rounds, bound: 'at most', target: 600 })];
  say(`\n${verdictTable(verdicts)}\n`);
  say(`Written to ${await writeResult('start', conditions, { quick, rounds, verdicts })}`);
  return isKept(verdicts);
}

async function startOnce(amUrl: string): Promise<number> {
  const port = await freePort();
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    AM_URL: amUrl,
    AM_REALMS: 'alpha',
  };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [places.gateway], { env, stdio: 'ignore' });
  try {
    await firstAnswer(`http://127.0.0.1:${port}`, startedAt);
    return performance.now() - startedAt;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** Polls until the gateway answers; a refused connection costs next to nothing. */
async function firstAnswer(url: string, startedAt: number): Promise<void> {
  const target = { name: 'gateway', url, variant: 'documented' } as const;
  while (performance.now() - startedAt < limitMs) {
    const answer = await send(target, personWork, 'person-00000').catch(() => undefined);
    if (dataOf(answer) !== undefined) return;
    await sleep(3);
  }
  throw new BenchError(`The gateway gave no answer within ${limitMs / 1000} s.`);
}

await runBench(bench, stopServers);
