import DataLoader from 'dataloader';
import type { Am } from '../../am/am.ts';
import type { DeviceKind, DeviceOf, ProfileData } from '../../domain/device.ts';
import type { Person, PersonRef } from '../../domain/person.ts';

/** The loaders of one request. */
export interface Loaders {
  /** A person by any spelling; null where AM says there is none. */
  readonly person: DataLoader<PersonRef, Person | null, string>;
  readonly profileData: DataLoader<PersonRef, readonly ProfileData[], string>;
  readonly devices: DeviceLists;
}

/** Makes the loaders of one request that read through one credential; each when it is first wanted. */
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
    return (this.#person ??= loader((who) => this.#am.person(who)));
  }

  get profileData(): Loaders['profileData'] {
    return (this.#profileData ??= loader((who) => this.#am.profileData(who)));
  }
}

/**
 * Lists of devices, each read once. Plain maps of promises: there is never a batch of lists, since AM gives one at a
 * time, and they are the most of what every page asks for.
 */
export class DeviceLists {
  readonly #am: Am;
  readonly #known: { [K in DeviceKind]?: Map<string, Promise<readonly DeviceOf<K>[]>> } = {};

  constructor(am: Am) {
    this.#am = am;
  }

  /** The devices of one kind; all who ask wait for one read, and are told of its failure. */
  load<K extends DeviceKind>(kind: K, who: PersonRef): Promise<readonly DeviceOf<K>[]> {
    const lists = this.#of(kind);
    const key = keyOf(who);
    const known = lists.get(key);
    if (known !== undefined) return known;
    const list = this.#read(kind, who);
    lists.set(key, list);
    return list;
  }

  /** Forgets what a change of one kind has made old; the list as it is now takes its place, where known. */
  note<K extends DeviceKind>(
    kind: K,
    who: PersonRef,
    remaining: readonly DeviceOf<K>[] | null,
  ): void {
    if (remaining === null) this.#of(kind).delete(keyOf(who));
    else this.#of(kind).set(keyOf(who), Promise.resolve(remaining));
  }

  #read<K extends DeviceKind>(kind: K, who: PersonRef): Promise<readonly DeviceOf<K>[]> {
    try {
      return this.#am.devices(who, kind);
    } catch (error) {
      return Promise.reject(error); // such as for a kind that the product lacks
    }
  }

  #of<K extends DeviceKind>(kind: K): Map<string, Promise<readonly DeviceOf<K>[]>> {
    const lists: { [L in K]?: Map<string, Promise<readonly DeviceOf<L>[]>> } = this.#known;
    return (lists[kind] ??= new Map());
  }
}

/** Forgets what a change of one kind has made old; the list as it is now takes its place, where known. */
export function noteChange<K extends DeviceKind>(
  loaders: Loaders,
  who: PersonRef,
  { kind, remaining }: { readonly kind: K; readonly remaining: readonly DeviceOf<K>[] | null },
): void {
  loaders.devices.note(kind, who, remaining);
  loaders.person.clear(who);
}

function loader<V>(load: (who: PersonRef) => Promise<V>): DataLoader<PersonRef, V, string> {
  return new DataLoader<PersonRef, V, string>(
    (people) => Promise.all(people.map((who) => settle(who, load))),
    // AM reads one person at a time: who is wanted is asked for at once, and only once.
    { cacheKeyFn: keyOf, batch: false },
  );
}

async function settle<V>(who: PersonRef, load: (who: PersonRef) => Promise<V>): Promise<V | Error> {
  try {
    return await load(who);
  } catch (error) {
    return error instanceof Error ? error : new Error('not an Error', { cause: error });
  }
}

function keyOf({ realm, id }: PersonRef): string {
  return `${realm.name} ${id}`;
}
