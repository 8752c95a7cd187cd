import DataLoader from 'dataloader';
import type { Am } from '../../am/am.ts';
import type { DeviceKind, DeviceOf, ProfileData } from '../../domain/device.ts';
import type { Person, PersonRef } from '../../domain/person.ts';

/** Reads each person, or what belongs to one, once per request. */
type PersonLoader<V> = DataLoader<PersonRef, V, string>;

/** The loaders of one request. */
export interface Loaders {
  /** A person by any spelling; null where AM says there is none. */
  readonly person: PersonLoader<Person | null>;
  readonly profileData: PersonLoader<readonly ProfileData[]>;
  readonly devices: DeviceLists;
}

/** Creates the loaders of one request that read through one credential. */
export function createLoaders(am: Am): Loaders {
  return {
    person: createLoader((who) => am.person(who)),
    profileData: createLoader((who) => am.profileData(who)),
    devices: new DeviceLists(am),
  };
}

/** The lists of devices: a loader for each kind that is asked for. */
export class DeviceLists {
  readonly #am: Am;
  readonly #loaders: { [K in DeviceKind]?: PersonLoader<readonly DeviceOf<K>[]> } = {};

  constructor(am: Am) {
    this.#am = am;
  }

  /** The devices of one kind. */
  load<K extends DeviceKind>(kind: K, who: PersonRef): Promise<readonly DeviceOf<K>[]> {
    return this.of(kind).load(who);
  }

  /** The loader of one kind. */
  of<K extends DeviceKind>(kind: K): PersonLoader<readonly DeviceOf<K>[]> {
    const loaders: { [L in K]?: PersonLoader<readonly DeviceOf<L>[]> } = this.#loaders;
    return (loaders[kind] ??= createLoader((who) => this.#am.devices(who, kind)));
  }
}

/** Forgets what a change of one kind has made old; the list after the change takes its place, where known. */
export function noteChange<K extends DeviceKind>(
  loaders: Loaders,
  ref: PersonRef,
  { kind, remaining }: { readonly kind: K; readonly remaining: readonly DeviceOf<K>[] | null },
): void {
  loaders.person.clear(ref);
  const lists = loaders.devices.of(kind).clear(ref);
  if (remaining !== null) lists.prime(ref, remaining);
}

/** AM reads one person at a time, so nothing is batched, and nothing is gained by waiting for more keys. */
function createLoader<V>(load: (who: PersonRef) => Promise<V>): PersonLoader<V> {
  return new DataLoader<PersonRef, V, string>((people) => Promise.all(people.map(loadOne)), {
    batch: false,
    batchScheduleFn: queueMicrotask,
    cacheKeyFn: ({ realm, id }) => `${realm.name} ${id}`,
  });

  function loadOne(who: PersonRef): Promise<V | Error> {
    return load(who).catch(errorOf);
  }
}

/** DataLoader keeps a failure that is returned, so that all who ask are told of the same one. */
function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error('not an Error', { cause: error });
}
