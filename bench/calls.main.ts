/** `npm run bench -- calls`: counts the calls to AM of every documented operation (P5). */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { places } from './lib/places.ts';
import { runBench, say, BenchError } from './lib/say.ts';

const test = 'test/ground/operations-page.test.ts';

/** The test compares the page's table with the counts, so the table is the result. */
async function bench(): Promise<boolean> {
  say(`Counts the calls to AM of every documented operation with ${test}.`);
  const { status } = spawnSync('npm', ['test', '--', test], {
    cwd: places.root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new BenchError('P5 missed: the counts differ from docs/operations.md.');
  const rows = readFileSync(places.operationsPage, 'utf8').match(/^\|.*$/gm) ?? [];
  say(`\n${rows.join('\n')}\n`);
  say('P5 kept: every operation makes exactly the documented calls.');
  return true;
}

await runBench(bench, async () => undefined);
