import { deviceKinds, kindTraits, type DeviceKind } from './device.ts';

/**
 * The kinds that coverage counts: those whose devices are credentials. A profile describes a
 * device, and a trusted browser only skips a step. Recovery codes belong to their device and go
 * with it, so they are no kind.
 */
export const coveredKinds: readonly DeviceKind[] = deviceKinds.filter(
  (kind) => kindTraits[kind].credentialType !== null,
);

/** How many devices of each covered kind a person has; an absent kind has none. */
export type DeviceCounts = Readonly<Partial<Record<DeviceKind, number>>>;

/** What was counted. `coverageFigures` derives the rest. */
export interface CoverageCounts {
  /** People by exactly the kinds of their devices; without devices by no kind. */
  readonly kindSets: readonly KindSet[];
  /** People with a single device. */
  readonly withOneDevice: number;
  /** People whose devices could not be read. They are in no other count. */
  readonly notRead: number;
}

/** How many people have devices of exactly these kinds, in the order of `deviceKinds`. */
export interface KindSet {
  readonly kinds: readonly DeviceKind[];
  readonly people: number;
}

/** The figures of a count. A person can be in several. */
export interface CoverageFigures {
  /** People whose devices were read. */
  readonly people: number;
  readonly withoutDevice: number;
  readonly withOneDevice: number;
  /** People who have devices, all of them generators of one-time passwords. */
  readonly withOneTimePasswordsOnly: number;
  /** People who have devices, all of one kind. */
  readonly withoutSecondKind: number;
}

/** A count of a realm, or of one of its areas. */
export interface RecordedCoverage extends CoverageCounts {
  /** When the count ended, in milliseconds. */
  readonly countedAt: number;
  /** Whether everyone was reached, and AM left no one out. */
  readonly isWhole: boolean;
}

/** Which count to find: the last one of a realm, or of one of its areas. */
export interface CoverageQuery {
  readonly realm: string;
  readonly area: string | null;
}

/** The covered kinds that a person has devices of. */
export function kindsOf(devices: DeviceCounts): readonly DeviceKind[] {
  return coveredKinds.filter((kind) => (devices[kind] ?? 0) > 0);
}

/** How many devices of covered kinds a person has left if these kinds are reset. */
export function devicesLeft(devices: DeviceCounts, reset: readonly DeviceKind[]): number {
  const left = coveredKinds.filter((kind) => !reset.includes(kind));
  return left.reduce((sum, kind) => sum + (devices[kind] ?? 0), 0);
}

/** How many people with devices have none left after a reset of these kinds. */
export function lockedOutBy({ kindSets }: CoverageCounts, reset: readonly DeviceKind[]): number {
  return peopleIn(
    kindSets,
    (kinds) => kinds.length > 0 && kinds.every((kind) => reset.includes(kind)),
  );
}

/** Derives the figures of a count. */
export function coverageFigures(counts: CoverageCounts): CoverageFigures {
  const { kindSets, withOneDevice } = counts;
  return {
    people: peopleIn(kindSets, () => true),
    withoutDevice: peopleIn(kindSets, ({ length }) => length === 0),
    withOneDevice,
    withOneTimePasswordsOnly: lockedOutBy(counts, ['OATH']),
    withoutSecondKind: peopleIn(kindSets, ({ length }) => length === 1),
  };
}

function peopleIn(
  kindSets: readonly KindSet[],
  isMeant: (kinds: readonly DeviceKind[]) => boolean,
): number {
  const meant = kindSets.filter(({ kinds }) => isMeant(kinds));
  return meant.reduce((sum, { people }) => sum + people, 0);
}

/** What became of a name that was listed; each has one end. */
export const coverageEnds = ['counted', 'notRead', 'outside', 'notReached', 'refused'] as const;
export type CoverageEnd = (typeof coverageEnds)[number];

/** How many listed people had each end. `listed` is their sum. */
export type CoverageSum = Readonly<Record<CoverageEnd | 'listed', number>>;

/**
 * Whether a sum is of everyone. People outside were looked at, and do not belong to the area.
 * @throws TypeError if it does not add up
 */
export function isOfEveryone(sum: CoverageSum): boolean {
  const ends = coverageEnds.reduce((all, end) => all + sum[end], 0);
  if (ends !== sum.listed)
    throw new TypeError(`${sum.listed} people are listed, ${ends} have an end`);
  return sum.notRead + sum.notReached + sum.refused === 0;
}

/** Adds up people. */
export class CoverageTally {
  readonly #people = new Map<string, KindSet>();
  #withOneDevice = 0;
  readonly #ends: Record<CoverageEnd, number> = {
    counted: 0,
    notRead: 0,
    outside: 0,
    notReached: 0,
    refused: 0,
  };
  #listed = 0;

  /** Adds names that were listed; their ends follow. */
  list(names: number): void {
    this.#listed += names;
  }

  /** Takes back a name of a person who is listed under another one, too. */
  unlist(): void {
    this.#listed -= 1;
  }

  /** Adds people whose devices are in no count. */
  leaveOut(end: Exclude<CoverageEnd, 'counted'>, people = 1): void {
    this.#ends[end] += people;
  }

  add(devices: DeviceCounts): void {
    this.#ends.counted += 1;
    const kinds = kindsOf(devices);
    const people = (this.#people.get(kinds.join())?.people ?? 0) + 1;
    this.#people.set(kinds.join(), { kinds, people });
    if (devicesLeft(devices, []) === 1) this.#withOneDevice += 1;
  }

  /** What became of everyone that was listed. */
  get sum(): CoverageSum {
    return { ...this.#ends, listed: this.#listed };
  }

  /** The counts so far, in a fixed order. */
  get counts(): CoverageCounts {
    const kindSets = [...this.#people].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return {
      kindSets: kindSets.map(([, set]) => set),
      withOneDevice: this.#withOneDevice,
      notRead: this.#ends.notRead,
    };
  }
}
