/**
 * Which test files `npm test` runs. It follows from what each file cost in the last run of
 * `.ci/run`, which `costs.json` has.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import type { Cost } from './stopwatch.ts';

/** A file of the fast tier with more seconds of CPU time fails, if each process has a core. */
const quietLimit = 4;

/** The limit on this machine now: a busy one has slower cores. */
export function costLimit(load: readonly number[] = loadavg()): number {
  return quietLimit * Math.max(1, (load[0] ?? 0) / availableParallelism());
}

/** A file with a recorded cost above this is not in the fast tier: a busy machine doubles costs. */
const fastLimit = 2;

/** The recorded costs, by the path of each test file. A new file has none. */
export const costs: ReadonlyMap<string, Cost> = new Map(
  Object.entries<Cost>(JSON.parse(readFileSync(new URL('costs.json', import.meta.url), 'utf8'))),
);

export function secondsOf(path: string): number {
  const { cpu, idle } = costs.get(path) ?? { cpu: 0, idle: 0 };
  return cpu + idle;
}

/** Whether the recorded cost of a file permits it in the fast tier. A new file is in it. */
export function isFast(path: string): boolean {
  return secondsOf(path) <= fastLimit;
}
