/**
 * `npm run test:costs`: records what each test file cost in the last run of `.ci/run`, which wrote
 * `.test-costs`, or in the run of a file that it names. `costs.json` decides what `npm test` runs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Cost } from './stopwatch.ts';
import { costs } from './tiers.ts';

const [file = '.test-costs'] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').trim().split('\n');
const measured = lines.map((line): readonly [string, Cost] => JSON.parse(line));
const sorted = [...new Map([...costs, ...measured])]
  .filter(([path]) => existsSync(path))
  .toSorted(([one], [other]) => (one < other ? -1 : 1))
  .map(([path, cost]) => `  ${JSON.stringify(path)}: ${JSON.stringify(cost)}`);
writeFileSync(new URL('costs.json', import.meta.url), `{\n${sorted.join(',\n')}\n}\n`);
