/** `npm run bench:calls`: the calls to AM that every documented operation makes, counted (P5). */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { places } from './lib/places.ts';
import { runBench, say, Trouble } from './lib/say.ts';

const test = 'test/ground/operations-page.test.ts';

/** The page is compared with what is counted, cell by cell, so its table is the result. */
async function bench(): Promise<boolean> {
  say(`Counts the calls to AM of every documented operation, by ${test}, and prints them.`);
  const { status } = spawnSync('npm', ['test', '--', test], {
    cwd: places.root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Trouble('P5 missed: the counts are not those of docs/operations.md.');
  const rows = readFileSync(places.operationsPage, 'utf8').match(/^\|.*$/gm) ?? [];
  say(`\n${rows.join('\n')}\n`);
  say('kept    P5  every operation makes exactly the calls written beside it');
  return true;
}

await runBench(bench, async () => undefined);
