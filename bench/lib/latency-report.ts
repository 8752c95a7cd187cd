/** The table of latencies and the promise P4. */
import { labels } from './contestants.ts';
import type { ContestantName, Field } from './contestants.ts';
import { median, percentile } from './statistics.ts';
import { table } from './table.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Every request's time in milliseconds, round by round. */
type Rounds = readonly (readonly number[])[];

/** One server with one document. */
export interface LatencyRow {
  readonly name: ContestantName;
  readonly work: string;
  readonly rounds: Rounds;
  /** Upstream calls of one request, and in how many waves they go out. */
  readonly calls: number;
  readonly waves: number;
}

/** All of them, and upstream calls made directly in the same rounds. */
export interface Latencies {
  readonly one: Rounds;
  /** Three at once: nothing that makes them can be faster. */
  readonly three: Rounds;
  readonly lanes: readonly LatencyRow[];
}

const promised = { 50: 0.7, 99: 3 } as const;

/** How much more than hand-written Node the gateway may add at p50. */
const beyondHandWritten = 0.3;

/** The table. */
export function latencyTable({ one, three, lanes }: Latencies, missing: Field['missing']): string {
  const heads = ['server', 'asks', 'p50 ms', 'p99 ms', 'p50 added', 'p99 added', 'calls', 'waves'];
  const figures = (rounds: Rounds): string[] => [
    ...[50, 99].map((percent) => median(percents(rounds, percent)).toFixed(2)),
    ...[50, 99].map((percent) => median(added(rounds, one, percent)).toFixed(2)),
  ];
  const directly = [
    ['one upstream call, directly', '', ...figures(one), '1.0', '1.0'],
    ['the three calls at once, directly', '', ...figures(three), '3.0', '1.0'],
  ];
  const rows = lanes.map(({ name, work, rounds, calls, waves }) => [
    labels[name],
    work === 'Bench' ? 'user' : 'me',
    ...figures(rounds),
    calls.toFixed(1),
    waves.toFixed(1),
  ]);
  const absent = [...missing].map(([name, why]) => `Not available: ${labels[name]}: ${why}.`);
  return [table(heads, [...directly, ...rows]), ...absent].join('\n');
}

/** The same as data, percentiles round by round. */
export function latencySummary({ one, three, lanes }: Latencies): object[] {
  const of = (rounds: Rounds): object => ({
    p50Ms: percents(rounds, 50),
    p99Ms: percents(rounds, 99),
  });
  return [
    { name: 'one call, directly', ...of(one) },
    { name: 'three calls, directly', ...of(three) },
    ...lanes.map(({ rounds, ...lane }) => ({ ...lane, ...of(rounds) })),
  ];
}

/** What the gateway adds to the caller's own person by a documented operation, which is one wave of calls. */
export function judgeLatency({ one, lanes }: Latencies): Verdict[] {
  const own = lanes.filter(({ work }) => work !== 'Bench');
  const byHand = own.find(({ name }) => name === 'hand-written')?.rounds ?? [];
  return own.flatMap(({ name, rounds }) => {
    if (!name.startsWith('documented')) return [];
    const claim = (what: string, figures: readonly number[], target: number): Verdict =>
      judge({ id: 'P4', what, rounds: figures, bound: 'at most', target });
    const beyond = added(rounds, byHand, 50);
    return [
      claim(`ms added at p50, ${name}, me`, added(rounds, one, 50), promised[50]),
      claim(`ms more than hand-written Node at p50, ${name}, me`, beyond, beyondHandWritten),
      claim(`ms added at p99, ${name}, me`, added(rounds, one, 99), promised[99]),
    ];
  });
}

function added(rounds: Rounds, base: Rounds, percent: number): number[] {
  const less = percents(base, percent);
  return percents(rounds, percent).map((value, round) => value - (less[round] ?? Number.NaN));
}

function percents(rounds: Rounds, percent: number): number[] {
  return rounds.map((round) => percentile(round, percent));
}
