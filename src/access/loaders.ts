import DataLoader from 'dataloader';
import type { Am } from '../am/index.ts';
import type { DeviceKind, DeviceOf, ProfileData } from '../domain/devices/device.ts';
import type { Person, PersonRef } from '../domain/people/person.ts';

type PersonLoader<V> = DataLoader<PersonRef, V, string>;

/** The loaders of one request: each person, or what belongs to one, is read once. */
export interface Loaders {
  /** A person by any spelling; null if AM reports no such person. */
  readonly person: PersonLoader<Person | null>;
  readonly profileData: PersonLoader<readonly ProfileData[]>;
  readonly devices: DeviceLists;
}

/** Creates the loaders of one request that read through one credential. */
export function createLoaders(am: Am): Loaders {
  return {
    person: createLoader((who) => am.people.find(who)),
    profileData: createLoader((who) => am.devices.profileData(who)),
    devices: new DeviceLists(am),
  };
}

/** The lists of devices, with a loader for each kind that is read. */
export class DeviceLists {
  readonly #am: Am;
  readonly #loaders: { [K in DeviceKind]?: PersonLoader<readonly DeviceOf<K>[]> } = {};

  constructor(am: Am) {
    this.#am = am;
  }

  load<K extends DeviceKind>(kind: K, who: PersonRef): Promise<readonly DeviceOf<K>[]> {
    return this.of(kind).load(who);
  }

  of<K extends DeviceKind>(kind: K): PersonLoader<readonly DeviceOf<K>[]> {
    const loaders: { [L in K]?: PersonLoader<readonly DeviceOf<L>[]> } = this.#loaders;
    return (loaders[kind] ??= createLoader((who) => this.#am.devices.list(who, kind)));
  }
}

/** Drops what a change of one kind made stale; caches the list after the change if known. */
export function noteChange<K extends DeviceKind>(
  loaders: Loaders,
  ref: PersonRef,
  { kind, remaining }: { readonly kind: K; readonly remaining: readonly DeviceOf<K>[] | null },
): void {
  loaders.person.clear(ref);
  const lists = loaders.devices.of(kind).clear(ref);
  if (remaining !== null) lists.prime(ref, remaining);
}

/** AM reads one person at a time, so batching would gain nothing. */
function createLoader<V>(load: (who: PersonRef) => Promise<V>): PersonLoader<V> {
  return new DataLoader<PersonRef, V, string>(loadOne, {
    batch: false,
    batchScheduleFn: queueMicrotask,
    cacheKeyFn: ({ realm, id }) => `${realm.name} ${id}`,
  });

  function loadOne([who]: readonly PersonRef[]): Promise<(V | Error)[]> {
    if (who === undefined) return Promise.resolve([]);
    return load(who).then((value) => [value], keptFailure);
  }
}

/** DataLoader caches a returned failure, so that every caller gets the same one. */
function keptFailure(error: unknown): Error[] {
  return [error instanceof Error ? error : new Error('not an Error', { cause: error })];
}
