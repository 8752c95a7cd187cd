/** The table of CPU times and the targets P1 to P3. */
import { labels } from './contestants.ts';
import type { ContestantName } from './contestants.ts';
import type { Cost, Costs } from './cost.ts';
import { noiseOf, median } from './statistics.ts';
import { table } from './table.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** The table: medians of the processes. */
export function costTable(costs: Costs): string {
  const heads = [
    'server',
    'CPU µs/request',
    '÷ hand-written',
    'of all pairs',
    'requests/s',
    'MiB',
    'calls',
  ];
  const rows = [...costs].map(([name, processes]) => {
    const of = (figure: keyof Cost): number => median(processes.map((cost) => cost[figure]));
    const pairs = ratios(costs, name, 'hand-written');
    const noise = noiseOf(processes.map((cost) => cost.cpuMicroseconds));
    return [
      labels[name],
      `${of('cpuMicroseconds').toFixed(0)} ± ${noise.toFixed(0)}`,
      median(pairs).toFixed(2),
      `${Math.min(...pairs).toFixed(2)}–${Math.max(...pairs).toFixed(2)}`,
      of('requestsPerSecond').toFixed(0),
      of('residentMegabytes').toFixed(0),
      of('upstreamCalls').toFixed(2),
    ];
  });
  return table(heads, rows);
}

/** Compares the gateway's CPU time with that of other servers, process by process. */
export function judgeCosts(costs: Costs): Verdict[] {
  return targets.map(({ id, ours, theirs, target }) => {
    const rounds = ratios(costs, ours, theirs);
    const what = `CPU of ${plainLabel(ours)} ÷ ${plainLabel(theirs)}`;
    return judge({ id, what, rounds, bound: 'at most', target });
  });
}

/** The CPU time of one server divided by another's, for processes that ran side by side. */
function ratios(costs: Costs, ours: ContestantName, theirs: ContestantName): number[] {
  const others = costs.get(theirs) ?? [];
  return (costs.get(ours) ?? []).map(
    ({ cpuMicroseconds }, process) =>
      cpuMicroseconds / (others[process]?.cpuMicroseconds ?? Number.NaN),
  );
}

interface Target {
  readonly id: 'P1' | 'P2' | 'P3';
  readonly ours: ContestantName;
  readonly theirs: ContestantName;
  readonly target: number;
}

/** The reasons are in docs/adr/0053. */
const targets: readonly Target[] = [
  { id: 'P1', ours: 'documented', theirs: 'hive-mesh', target: 0.25 },
  { id: 'P1', ours: 'documented', theirs: 'apollo-same-work', target: 0.9 },
  { id: 'P2', ours: 'documented', theirs: 'hand-written', target: 2.3 },
  { id: 'P3', ours: 'any-other', theirs: 'apollo-defaults', target: 1.5 },
];

function plainLabel(name: ContestantName): string {
  return labels[name].replace('**this gateway**, ', '').replace(/[`✓]/g, '').trim();
}
