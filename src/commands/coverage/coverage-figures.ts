import {
  coverageFigures,
  coveredKinds,
  lockedOutBy,
  type CoverageTally,
} from '../../domain/devices/coverage.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';

/** The figures of a count as lines of a table. */
export function linesOfFigures(
  { counts, sum }: CoverageTally,
  without: readonly DeviceKind[] | null,
): readonly string[] {
  const { people, ...figures } = coverageFigures(counts);
  const resets = without === null ? coveredKinds.map((kind) => [kind]) : [without];
  const rows: readonly (readonly [string, number])[] = [
    ['people', people],
    ['no device', figures.withoutDevice],
    ['one device', figures.withOneDevice],
    ['only one-time passwords', figures.withOneTimePasswordsOnly],
    ['no second kind', figures.withoutSecondKind],
    ...resets.map((kinds): [string, number] => [
      `no device left without ${kinds.join(', ')}`,
      lockedOutBy(counts, kinds),
    ]),
    ['not read', sum.notRead],
    ['outside the area', sum.outside],
    ['not reached', sum.notReached],
    ['names refused', sum.refused],
    ['listed', sum.listed],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, count]) => `${name.padEnd(width)}  ${count}`);
}
