import type { Am } from '../am/am.ts';
import type { DeviceKind, DeviceOf, ProfileData } from '../domain/device.ts';
import type { Person, PersonRef } from '../domain/person.ts';

type Loader<V> = Memo<V>;

/** The loaders of one request. */
export interface Loaders {
  /** A person by any spelling; null where AM says there is none. */
  readonly person: Loader<Person | null>;
  readonly profileData: Loader<readonly ProfileData[]>;
  readonly devices: { readonly [K in DeviceKind]: Loader<readonly DeviceOf<K>[]> };
}

/** Makes the loaders of one request that read through one credential; each when it is first wanted. */
export function createLoaders(am: Am): Loaders {
  return new LazyLoaders(am);
}

class LazyLoaders implements Loaders {
  readonly devices: Loaders['devices'];
  readonly #am: Am;
  #person: Loader<Person | null> | undefined;
  #profileData: Loader<readonly ProfileData[]> | undefined;

  constructor(am: Am) {
    this.#am = am;
    this.devices = new LazyDeviceLoaders(am);
  }

  get person(): Loader<Person | null> {
    this.#person ??= loader(this.#am, (source, who) => source.person(who));
    return this.#person;
  }

  get profileData(): Loader<readonly ProfileData[]> {
    this.#profileData ??= loader(this.#am, (source, who) => source.profileData(who));
    return this.#profileData;
  }
}

class LazyDeviceLoaders {
  readonly #am: Am;
  readonly #made: { [K in DeviceKind]?: Loader<readonly DeviceOf<K>[]> } = {};

  constructor(am: Am) {
    this.#am = am;
  }

  get OATH(): Loader<readonly DeviceOf<'OATH'>[]> {
    return (this.#made.OATH ??= this.#loaderOf('OATH'));
  }

  get PUSH(): Loader<readonly DeviceOf<'PUSH'>[]> {
    return (this.#made.PUSH ??= this.#loaderOf('PUSH'));
  }

  get WEB_AUTHN(): Loader<readonly DeviceOf<'WEB_AUTHN'>[]> {
    return (this.#made.WEB_AUTHN ??= this.#loaderOf('WEB_AUTHN'));
  }

  get BOUND(): Loader<readonly DeviceOf<'BOUND'>[]> {
    return (this.#made.BOUND ??= this.#loaderOf('BOUND'));
  }

  get PROFILE(): Loader<readonly DeviceOf<'PROFILE'>[]> {
    return (this.#made.PROFILE ??= this.#loaderOf('PROFILE'));
  }

  get TRUSTED(): Loader<readonly DeviceOf<'TRUSTED'>[]> {
    return (this.#made.TRUSTED ??= this.#loaderOf('TRUSTED'));
  }

  #loaderOf<K extends DeviceKind>(kind: K): Loader<readonly DeviceOf<K>[]> {
    return loader(this.#am, (source, who) => source.devices(who, kind));
  }
}

/** Forgets what a change of one kind has made old; the list as it is now takes its place, where known. */
export function noteChange<K extends DeviceKind>(
  loaders: Loaders,
  who: PersonRef,
  { kind, remaining }: { readonly kind: K; readonly remaining: readonly DeviceOf<K>[] | null },
): void {
  const lists: Loader<readonly DeviceOf<K>[]> = loaders.devices[kind];
  lists.clear(who);
  if (remaining !== null) lists.prime(who, remaining);
  loaders.person.clear(who);
}

function loader<V>(am: Am, load: (source: Am, who: PersonRef) => Promise<V>): Loader<V> {
  return new Memo(am, load);
}
class Memo<V> {
  readonly #am: Am; readonly #load: (source: Am, who: PersonRef) => Promise<V>;
  readonly #known = new Map<string, Promise<V>>();
  constructor(am: Am, load: (source: Am, who: PersonRef) => Promise<V>) { this.#am = am; this.#load = load; }
  load(who: PersonRef): Promise<V> {
    const key = `${who.realm.name} ${who.id}`;
    let known = this.#known.get(key);
    if (known === undefined) { known = this.#load(this.#am, who); this.#known.set(key, known); }
    return known;
  }
  clear(who: PersonRef): void { this.#known.delete(`${who.realm.name} ${who.id}`); }
  prime(who: PersonRef, v: V): void { const key = `${who.realm.name} ${who.id}`; if (!this.#known.has(key)) this.#known.set(key, Promise.resolve(v)); }
}
