/** Writes results to files, together with the conditions of the run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { format } from 'prettier';
import { places } from './places.ts';

/** The machine, the commit and the time of a run. */
export interface Conditions {
  readonly at: string;
  readonly commit: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
}

/** The conditions of a run that starts now. */
export function conditionsNow(): Conditions {
  const all = cpus();
  return {
    at: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  };
}

/**
 * Writes `<bench>-<date>.json`, and `<bench>-latest.json` after a full run. Resolves to the path.
 */
export async function writeResult(
  bench: string,
  conditions: Conditions,
  result: Readonly<Record<string, unknown>> & { readonly quick: boolean },
): Promise<string> {
  mkdirSync(places.results, { recursive: true });
  const text = await format(JSON.stringify({ bench, conditions, ...result }), {
    parser: 'json',
    printWidth: 100,
  });
  const stamp = conditions.at.replaceAll(':', '-').replace(/\..*/, '');
  const dated = join(places.results, `${bench}-${stamp}.json`);
  writeFileSync(dated, text);
  if (!result.quick) writeFileSync(join(places.results, `${bench}-latest.json`), text);
  return relative(places.root, dated);
}

function commit(): string {
  const id = git('rev-parse', '--short', 'HEAD');
  if (id === '') return 'unknown';
  return git('status', '--porcelain', 'src') === '' ? id : `${id} with changes`;
}

function git(...args: readonly string[]): string {
  const { stdout } = spawnSync('git', args, { cwd: places.root, encoding: 'utf8' });
  return (stdout ?? '').trim();
}
