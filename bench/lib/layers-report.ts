/** The table of layers. */
import type { Layer, LayerCost, LayerCosts } from './layers.ts';
import { median, noiseOf } from './statistics.ts';
import { table } from './table.ts';

/** The table: medians of the processes, and of the differences of those that ran side by side. */
export function layersTable(costs: LayerCosts): string {
  const heads = ['request', 'CPU µs', 'adds µs', 'promises', 'calls'];
  const rows = [...costs].map(([layer, processes]) => {
    const of = (figure: keyof LayerCost): number => median(processes.map((cost) => cost[figure]));
    const added = addedBy(layer, costs);
    return [
      layer.name,
      of('cpuMicroseconds').toFixed(0),
      added.length === 0 ? '' : `${median(added).toFixed(0)} ± ${noiseOf(added).toFixed(0)}`,
      of('promises').toFixed(0),
      of('calls').toFixed(2),
    ];
  });
  return table(heads, rows);
}

/** What a layer adds in each process; empty for the first row. */
function addedBy(layer: Layer, costs: LayerCosts): number[] {
  const base = [...costs].find(([{ name }]) => name === layer.beyond)?.[1];
  if (base === undefined) return [];
  return (costs.get(layer) ?? []).map(
    (cost, index) => cost.cpuMicroseconds - (base[index]?.cpuMicroseconds ?? Number.NaN),
  );
}

/** The figures of all processes by the name of their row, for the file. */
export function layersDetail(costs: LayerCosts): Record<string, readonly LayerCost[]> {
  return Object.fromEntries([...costs].map(([{ name }, processes]) => [name, processes]));
}
