import DataLoader from 'dataloader';
import type { Am } from '../am/am.ts';
import type { DeviceKind, DeviceOf } from '../domain/device.ts';
import { Failure } from '../domain/failure.ts';
import type { Person, PersonRef } from '../domain/person.ts';

type Loader<V> = DataLoader<PersonRef, V, string>;

/** The loaders of one request. */
export interface Loaders {
  /** A person by any spelling; null where AM says there is none. */
  readonly person: Loader<Person | null>;
  readonly devices: { readonly [K in DeviceKind]: Loader<readonly DeviceOf<K>[]> };
}

/** Makes the loaders of one request; `am` is null where there is no session to call with. */
export function createLoaders(am: Am | null): Loaders {
  return {
    person: loader(am, (source, who) => source.person(who)),
    devices: {
      OATH: loader(am, (source, who) => source.devices(who, 'OATH')),
      PUSH: loader(am, (source, who) => source.devices(who, 'PUSH')),
    },
  };
}

/** Replaces what a reset of one kind has changed: the list as it is now, and the person not at all. */
export function noteReset<K extends DeviceKind>(
  loaders: Loaders,
  who: PersonRef,
  { kind, remaining }: { readonly kind: K; readonly remaining: readonly DeviceOf<K>[] | null },
): void {
  const lists: Loader<readonly DeviceOf<K>[]> = loaders.devices[kind];
  lists.clear(who);
  if (remaining !== null) lists.prime(who, remaining);
  loaders.person.clear(who);
}

function loader<V>(am: Am | null, load: (source: Am, who: PersonRef) => Promise<V>): Loader<V> {
  return new DataLoader<PersonRef, V, string>(
    (people) => Promise.all(people.map((who) => settle(am, who, load))),
    { cacheKeyFn: ({ realm, id }) => `${realm.name} ${id}` },
  );
}

async function settle<V>(
  am: Am | null,
  who: PersonRef,
  load: (source: Am, who: PersonRef) => Promise<V>,
): Promise<V | Error> {
  if (am === null) return new Failure('UNAUTHENTICATED', 'Sign in first.');
  try {
    return await load(am, who);
  } catch (error) {
    return error instanceof Error ? error : new Error('not an Error', { cause: error });
  }
}
