import DataLoader from 'dataloader';
import type { Am } from '../am/am.ts';
import type { DeviceKind, DeviceOf, ProfileData } from '../domain/device.ts';
import type { Person, PersonRef } from '../domain/person.ts';

type Loader<V> = DataLoader<PersonRef, V, string>;

/** The loaders of one request. */
export interface Loaders {
  /** A person by any spelling; null where AM says there is none. */
  readonly person: Loader<Person | null>;
  readonly profileData: Loader<readonly ProfileData[]>;
  readonly devices: { readonly [K in DeviceKind]: Loader<readonly DeviceOf<K>[]> };
}

/** Makes the loaders of one request that read through one credential. */
export function createLoaders(am: Am): Loaders {
  return {
    person: loader(am, (source, who) => source.person(who)),
    profileData: loader(am, (source, who) => source.profileData(who)),
    devices: {
      OATH: loader(am, (source, who) => source.devices(who, 'OATH')),
      PUSH: loader(am, (source, who) => source.devices(who, 'PUSH')),
      WEB_AUTHN: loader(am, (source, who) => source.devices(who, 'WEB_AUTHN')),
      BOUND: loader(am, (source, who) => source.devices(who, 'BOUND')),
      PROFILE: loader(am, (source, who) => source.devices(who, 'PROFILE')),
      TRUSTED: loader(am, (source, who) => source.devices(who, 'TRUSTED')),
    },
  };
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
  return new DataLoader<PersonRef, V, string>(
    (people) => Promise.all(people.map((who) => settle(am, who, load))),
    { cacheKeyFn: ({ realm, id }) => `${realm.name} ${id}` },
  );
}

async function settle<V>(
  am: Am,
  who: PersonRef,
  load: (source: Am, who: PersonRef) => Promise<V>,
): Promise<V | Error> {
  try {
    return await load(am, who);
  } catch (error) {
    return error instanceof Error ? error : new Error('not an Error', { cause: error });
  }
}
