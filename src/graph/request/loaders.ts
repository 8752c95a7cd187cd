import DataLoader from 'dataloader';
import type { Am } from '../../am/am.ts';
import type { DeviceKind, DeviceOf, ProfileData } from '../../domain/device.ts';
import type { Person, PersonRef } from '../../domain/person.ts';

/** The loaders of one request. */
export interface Loaders {
  /** A person by any spelling of their id; null where AM says there is none. */
  readonly person: DataLoader<PersonRef, Person | null, string>;
  readonly profileData: DataLoader<PersonRef, readonly ProfileData[], string>;
  readonly devices: DeviceLists;
}

/** Creates the loaders of one request for one credential; each loader is created at its first use. */
export function createLoaders(am: Am): Loaders {
  return new LazyLoaders(am);
}

class LazyLoaders implements Loaders {
  readonly devices: DeviceLists;
  readonly #am: Am;
  #person: Loaders['person'] | undefined;
  #profileData: Loaders['profileData'] | undefined;

  constructor(am: Am) {
    this.devices = new DeviceLists(am);
    this.#am = am;
  }

  get person(): Loaders['person'] {
    return (this.#person ??= loader((ref) => this.#am.person(ref)));
  }

  get profileData(): Loaders['profileData'] {
    return (this.#profileData ??= loader((ref) => this.#am.profileData(ref)));
  }
}

/**
 * Lists of devices, each read once. Maps of promises instead of DataLoaders: AM returns one list at a time, so
 * there is nothing to batch, and device lists are most of what pages read.
 */
export class DeviceLists {
  readonly #am: Am;
  readonly #known: { [K in DeviceKind]?: Map<string, Promise<readonly DeviceOf<K>[]>> } = {};

  constructor(am: Am) {
    this.#am = am;
  }

  /** Returns the devices of one kind; callers share one read, and its failure. */
  load<K extends DeviceKind>(kind: K, ref: PersonRef): Promise<readonly DeviceOf<K>[]> {
    const lists = this.#of(kind);
    const key = keyOf(ref);
    const known = lists.get(key);
    if (known !== undefined) return known;
    const list = this.#read(kind, ref);
    lists.set(key, list);
    return list;
  }

  /** Replaces the list of a kind after a change by `remaining`, or drops it where that is null. */
  note<K extends DeviceKind>(
    kind: K,
    ref: PersonRef,
    remaining: readonly DeviceOf<K>[] | null,
  ): void {
    if (remaining === null) this.#of(kind).delete(keyOf(ref));
    else this.#of(kind).set(keyOf(ref), Promise.resolve(remaining));
  }

  #read<K extends DeviceKind>(kind: K, ref: PersonRef): Promise<readonly DeviceOf<K>[]> {
    try {
      return this.#am.devices(ref, kind);
    } catch (error) {
      return Promise.reject(error); // for example for a kind that the product lacks
    }
  }

  #of<K extends DeviceKind>(kind: K): Map<string, Promise<readonly DeviceOf<K>[]>> {
    const lists: { [L in K]?: Map<string, Promise<readonly DeviceOf<L>[]>> } = this.#known;
    return (lists[kind] ??= new Map());
  }
}

/** Drops what a change of one kind has made stale; `remaining`, where known, replaces the list of devices. */
export function noteChange<K extends DeviceKind>(
  loaders: Loaders,
  ref: PersonRef,
  { kind, remaining }: { readonly kind: K; readonly remaining: readonly DeviceOf<K>[] | null },
): void {
  loaders.devices.note(kind, ref, remaining);
  loaders.person.clear(ref);
}

function loader<V>(load: (ref: PersonRef) => Promise<V>): DataLoader<PersonRef, V, string> {
  return new DataLoader<PersonRef, V, string>(
    (people) => Promise.all(people.map((ref) => settle(ref, load))),
    // AM reads one person at a time, so there is nothing to batch; each person is read once.
    { cacheKeyFn: keyOf, batch: false },
  );
}

async function settle<V>(ref: PersonRef, load: (ref: PersonRef) => Promise<V>): Promise<V | Error> {
  try {
    return await load(ref);
  } catch (error) {
    return error instanceof Error ? error : new Error('not an Error', { cause: error });
  }
}

function keyOf({ realm, id }: PersonRef): string {
  return `${realm.name} ${id}`;
}
