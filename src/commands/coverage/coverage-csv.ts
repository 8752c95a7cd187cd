import { open, rename, rm } from 'node:fs/promises';
import { coveredKinds, devicesLeft } from '../../domain/devices/coverage.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { csvRow } from '../../domain/values/csv.ts';
import type { Found } from './person-devices.ts';

/** A list of people, which appears under its name once it has its end. */
export interface CoverageList {
  readonly add: (name: string, found: Found) => void;
  /** Adds the people who were not reached, and gives the file its name. */
  readonly end: (notReached: readonly string[]) => Promise<void>;
  /** Removes the file if it has no end. */
  readonly drop: () => Promise<void>;
}

/** The list for a command without `--csv`. */
export const noList: CoverageList = {
  add: () => undefined,
  end: async () => undefined,
  drop: async () => undefined,
};

/**
 * Creates a list in a file beside its name, for its owner only: it shows who is easy to attack. The
 * file stays empty until the end, so that a count that is killed leaves no names behind.
 * `left` is how many devices a person has left without the kinds that are asked about.
 */
export async function createList(
  path: string,
  without: readonly DeviceKind[] | null,
): Promise<CoverageList> {
  const unfinished = `${path}.${process.pid}.tmp`;
  const file = await open(unfinished, 'wx', 0o600);
  const rows: string[] = [];
  const write = (cells: Parameters<typeof csvRow>[0]): void => {
    rows.push(`${csvRow(cells)}\r\n`);
  };
  const headings = [
    ...coveredKinds.map((kind) => kind.toLowerCase()),
    ...(without ? ['left'] : []),
  ];
  const noCounts = headings.map(() => null);
  write(['id', 'username', 'result', ...headings]);
  return {
    add: (name, found) => {
      if (found.kind === 'not read') return write([name, null, found.code, ...noCounts]);
      if (found.kind === 'unknown name') return write([name, null, 'UNKNOWN_NAME', ...noCounts]);
      if (found.kind !== 'counted') return;
      const { person, devices } = found;
      const left = without === null ? [] : [devicesLeft(devices, without)];
      const counts = coveredKinds.map((kind) => devices[kind] ?? 0);
      write([person.id, person.username, 'COUNTED', ...counts, ...left]);
    },
    end: async (notReached) => {
      for (const name of notReached) write([name, null, 'NOT_REACHED', ...noCounts]);
      await file.appendFile(rows.join(''));
      await file.sync();
      await file.close();
      await rename(unfinished, path);
    },
    drop: async () => {
      await file.close().catch(() => undefined);
      await rm(unfinished, { force: true });
    },
  };
}
