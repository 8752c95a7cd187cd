import { isDeepStrictEqual } from 'node:util';
import type {
  Intent,
  Outcome,
  RecordedDevice,
  RecordedResult,
} from '../../../domain/change/change-record.ts';
import type { DeviceKind } from '../../../domain/devices/device.ts';

/**
 * A device as a result stores it: one that the intent or an earlier list of the result holds is
 * only its id, so that its name is stored once per change.
 */
export type StoredDevice = RecordedDevice | string;

export interface StoredResult extends Omit<RecordedResult, 'before' | 'after'> {
  readonly before?: readonly StoredDevice[] | null;
  readonly after: readonly StoredDevice[] | null;
}

export interface StoredOutcome extends Omit<Outcome, 'results'> {
  readonly results: readonly StoredResult[];
  /** Whether it is the outcome of a dry run; absent for others, and in old records. */
  readonly dryRun?: boolean;
  /**
   * The kinds that were changed, or may be, although the outcome says that the change was not done.
   * Absent for other outcomes, and in old records.
   */
  readonly changedKinds?: readonly DeviceKind[];
}

/** The most bytes of a device's name, and of all names in a list. AM does not limit them. */
const nameBytes = 256;
const namesBytes = 4_096;

/** What an intent says of devices. */
type Listing = Pick<Intent, 'before' | 'dryRun'>;

/** Devices by kind and id. */
type Known = Map<string, RecordedDevice>;

/**
 * Returns an intent within its size limit: long names of devices are cut, and those beyond a total
 * are left out. A dry run changes nothing, so its record holds no devices.
 */
export function storedIntent(intent: Intent): Intent {
  if (!intent.dryRun) return { ...intent, before: intent.before && withShortNames(intent.before) };
  return { ...intent, before: null };
}

/** What the record of a refusal leaves out. */
export const noGrounds = { before: null, reason: null, ticket: null, verification: null } as const;

/** Returns an outcome as it is stored after its intent. */
export function storedOutcome(outcome: Outcome, intent: Listing): StoredOutcome {
  const results = outcome.results.map(({ before, after, ...result }): StoredResult => {
    if (intent.dryRun) return { ...result, after: null };
    const known = knownIn(intent);
    const stored = before === undefined ? {} : { before: before && shorten(before, known) };
    for (const device of before ?? []) remember(known, device);
    return { ...result, ...stored, after: after && shorten(after, known) };
  });
  return { ...outcome, results, ...(intent.dryRun && { dryRun: true }) };
}

/** Returns a stored outcome with the devices that its ids stand for. */
export function outcomeOf(
  { results, dryRun: _dryRun, changedKinds: _changedKinds, ...outcome }: StoredOutcome,
  intent: Listing,
): Outcome {
  return {
    ...outcome,
    results: results.map(({ before, after, ...result }) => {
      const known = knownIn(intent);
      const full = (devices: readonly StoredDevice[]): RecordedDevice[] =>
        devices.map((device) => {
          const { kind } = result;
          if (typeof device !== 'string') return device;
          const nameless = { name: null, registeredAt: null, lastUsedAt: null };
          return known.get(keyOf({ kind, id: device })) ?? { ...nameless, kind, id: device };
        });
      const listed = before && full(before);
      for (const device of listed ?? []) remember(known, device);
      return {
        ...result,
        ...(listed !== undefined && { before: listed }),
        after: after && full(after),
      };
    }),
  };
}

function knownIn({ before }: Listing): Known {
  const known: Known = new Map();
  for (const device of before ?? []) remember(known, device);
  return known;
}

function remember(known: Known, device: RecordedDevice): void {
  if (device.id !== null && !known.has(keyOf(device))) known.set(keyOf(device), device);
}

function keyOf({ kind, id }: Pick<RecordedDevice, 'kind' | 'id'>): string {
  return `${kind} ${id ?? ''}`;
}

/** Replaces known devices by their ids. A name that was left out does not make another device. */
function shorten(devices: readonly RecordedDevice[], known: Known): StoredDevice[] {
  return withShortNames(devices).map((device, index) => {
    const same = known.get(keyOf(device));
    if (same === undefined || device.id === null) return device;
    const name = devices[index]?.name ?? null;
    const isSameName = same.name === null || name === null || cut(name) === cut(same.name);
    return isSameName && isDeepStrictEqual({ ...device, name: same.name }, same)
      ? device.id
      : device;
  });
}

function withShortNames(devices: readonly RecordedDevice[]): RecordedDevice[] {
  let left = namesBytes;
  return devices.map((device) => {
    const name = device.name === null ? null : cut(device.name);
    left -= Buffer.byteLength(name ?? '');
    return { ...device, name: left < 0 ? null : name };
  });
}

/** The beginning of a text within the size limit, never a part of a character. */
function cut(text: string): string {
  if (Buffer.byteLength(text) <= nameBytes) return text;
  const bytes = Buffer.from(text).subarray(0, nameBytes - 3);
  return `${bytes.toString().replace(/\uFFFD$/, '')}…`;
}
