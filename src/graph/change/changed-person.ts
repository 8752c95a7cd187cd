import type { DeviceKind } from '../../domain/device.ts';
import type { Person } from '../../domain/person.ts';
import { listsOfKinds, type ListOfKind } from '../device/device-owned.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';

/** The fields of every payload that read AM again, only if they are selected. */
export interface ChangedPerson {
  /** The person that the guards of these fields decide about; null if AM has no such person. */
  readonly changed: Person | null;
  readonly user: () => Promise<Person | null>;
  /** The lists of the changed kinds: a kind that AM cannot list fails no change of another. */
  readonly devicesByKind: readonly ListOfKind[] | null;
}

/** Kinds that this AM does not support have no list: their typed error says so. */
export function changedPerson(
  { product }: RequestContext,
  { person, loaders }: PersonGrant,
  kinds: readonly DeviceKind[],
): ChangedPerson {
  const supported = kinds.filter((kind) => product.kinds.some((one) => one.kind === kind));
  if (person === null) return { changed: null, user: async () => null, devicesByKind: null };
  return {
    changed: person,
    user: () => loaders.person.load(person),
    devicesByKind: listsOfKinds(person, supported, loaders),
  };
}
