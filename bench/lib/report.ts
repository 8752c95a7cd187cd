/** The table of the main bench and the ratios that are promised. */
import { contestantNames, labels } from './contestants.ts';
import type { ContestantName } from './contestants.ts';
import type { Sample, Samples } from './rounds.ts';
import { noiseOf, median } from './statistics.ts';
import { table } from './table.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Why a row is missing. */
export type Missing = ReadonlyMap<ContestantName, string>;

/** One row: medians of the turns. */
export type Row = Readonly<Record<keyof Sample, number>> & { readonly cpuNoise: number };

/** The medians of a contestant's turns. */
export function rowOf(samples: readonly Sample[]): Row {
  const of = (figure: keyof Sample): number => median(samples.map((sample) => sample[figure]));
  return {
    cpuMicroseconds: of('cpuMicroseconds'),
    cpuNoise: noiseOf(samples.map((sample) => sample.cpuMicroseconds)),
    requestsPerSecond: of('requestsPerSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    residentMegabytes: of('residentMegabytes'),
    upstreamCalls: of('upstreamCalls'),
  };
}

/** The table. */
export function reportTable(samples: Samples, missing: Missing): string {
  const heads = ['server', 'CPU µs/request', 'requests/s', 'p50 ms', 'p99 ms', 'MiB', 'calls'];
  const rows = contestantNames.map((name) => {
    const measured = samples.get(name);
    if (measured === undefined) return [labels[name], ...heads.slice(1).map(() => '–')];
    const row = rowOf(measured);
    return [
      labels[name],
      `${row.cpuMicroseconds.toFixed(0)} ± ${row.cpuNoise.toFixed(0)}`,
      row.requestsPerSecond.toFixed(0),
      row.p50Ms.toFixed(2),
      row.p99Ms.toFixed(2),
      row.residentMegabytes.toFixed(0),
      row.upstreamCalls.toFixed(2),
    ];
  });
  const absent = [...missing].map(([name, why]) => `Not available: ${plainLabel(name)}: ${why}.`);
  return [table(heads, rows), ...absent].join('\n');
}

/** The promises, P1 to P3 and what metrics may cost: our CPU per request divided by another's, turn by turn. */
export function verdictsOf(samples: Samples): Verdict[] {
  return promises.flatMap(({ id, ours, other, target }) => {
    const rounds = ratios(samples.get(ours), samples.get(other));
    if (rounds.length === 0) return [];
    const what = `CPU/request of ${plainLabel(ours)} ÷ ${plainLabel(other)}`;
    return [judge({ id, what, rounds, bound: 'at most', target })];
  });
}

interface RatioPromise {
  readonly id: string;
  readonly ours: ContestantName;
  readonly other: ContestantName;
  readonly target: number;
}

const promises: readonly RatioPromise[] = [
  { id: 'P1', ours: 'documented-text', other: 'hand-written', target: 1.1 },
  { id: 'P1', ours: 'documented-id', other: 'hand-written', target: 1.1 },
  { id: 'P2', ours: 'documented-text', other: 'mercurius', target: 1.25 },
  { id: 'P2', ours: 'documented-id', other: 'mercurius', target: 1.25 },
  { id: 'P2', ours: 'documented-text', other: 'tailcall', target: 1 },
  { id: 'P2', ours: 'documented-id', other: 'tailcall', target: 1 },
  { id: 'P1', ours: 'documented-text', other: 'no-metrics', target: 1.03 },
  { id: 'P3', ours: 'any-other', other: 'apollo-defaults', target: 0.95 },
];

function ratios(ours: readonly Sample[] = [], others: readonly Sample[] = []): number[] {
  return ours.flatMap(({ cpuMicroseconds }, turn) => {
    const other = others[turn];
    return other === undefined ? [] : [cpuMicroseconds / other.cpuMicroseconds];
  });
}

function plainLabel(name: ContestantName): string {
  return labels[name].replace(/[*`✓]/g, '').trim();
}
