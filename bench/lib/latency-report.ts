/** The table of latencies and the target P4 (R30). */
import { labels } from './contestants.ts';
import type { Latencies, Latency, Rounds } from './latency.ts';
import { median, percentile } from './statistics.ts';
import { table } from './table.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** The table. */
export function latencyTable({ direct, servers }: Latencies): string {
  const heads = ['server', 'field', 'p50 ms', 'p99 ms', 'p50 added', 'p99 added', 'calls', 'waves'];
  const figures = (rounds: Rounds): string[] => [
    ...[50, 99].map((percent) => median(percentiles(rounds, percent)).toFixed(2)),
    ...[50, 99].map((percent) => median(added(rounds, direct, percent)).toFixed(2)),
  ];
  const rows = servers.map(({ name, field, rounds, calls, waves }) => [
    labels[name],
    field,
    ...figures(rounds),
    calls.toFixed(1),
    waves.toFixed(1),
  ]);
  return table(heads, [
    ['one upstream call, directly', '', ...figures(direct), '1.0', '1.0'],
    ...rows,
  ]);
}

/** The latencies as data: percentiles of each round. */
export function latencySummary({ direct, servers }: Latencies): object[] {
  const of = (rounds: Rounds): object => ({
    p50Ms: percentiles(rounds, 50),
    p99Ms: percentiles(rounds, 99),
  });
  return [
    { name: 'direct', ...of(direct) },
    ...servers.map(({ rounds, ...server }) => ({ ...server, ...of(rounds) })),
  ];
}

/** Judges the documented operation, round by round. */
export function judgeLatencies({ direct, servers }: Latencies): Verdict[] {
  const roundsOf = (name: Latency['name'], field: Latency['field']): Rounds =>
    servers.find((server) => server.name === name && server.field === field)?.rounds ?? [];
  const claim = (what: string, rounds: readonly number[], target: number): Verdict =>
    judge({ id: 'P4', what, rounds, bound: 'at most', target });
  const own = roundsOf('documented', 'me');
  const beyondHandWritten = (['me', 'user'] as const).map((field) =>
    claim(
      `ms of \`${field}\` beyond hand-written Node, p50`,
      added(roundsOf('documented', field), roundsOf('hand-written', field), 50),
      0.3,
    ),
  );
  return [
    ...beyondHandWritten,
    claim('ms that `me` adds to one call, p99', added(own, direct, 99), 3),
  ];
}

function added(rounds: Rounds, base: Rounds, percent: number): number[] {
  const less = percentiles(base, percent);
  return percentiles(rounds, percent).map((value, round) => value - (less[round] ?? Number.NaN));
}

function percentiles(rounds: Rounds, percent: number): number[] {
  return rounds.map((round) => percentile(round, percent));
}
