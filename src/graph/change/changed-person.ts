import type { DeviceKind } from '../../domain/devices/device.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Person } from '../../domain/people/person.ts';
import { listsOfKinds, type ListOfKind } from '../device/device-owned.ts';
import type { RequestContext } from '../request/context.ts';
import { hasPerson, type PersonGrant } from '../../access/grant.ts';

/** The fields of every payload that read AM again, only if they are selected. */
export interface ChangedPerson {
  /** The person that the guards of these fields decide about; null if AM has no such person. */
  readonly changed: Person | null;
  readonly user: () => Promise<Person | null>;
  /** The lists of the changed kinds, without those that AM cannot list now. */
  readonly devicesByKind: () => Promise<readonly ListOfKind[] | null>;
}

/** The fields if AM has no such person, or if the change is not known. */
export const noPerson: ChangedPerson = {
  changed: null,
  user: async () => null,
  devicesByKind: async () => null,
};

/** Kinds that this AM does not support have no list: their typed error says so. */
export function changedPerson(
  { product }: RequestContext,
  grant: PersonGrant,
  kinds: readonly DeviceKind[],
): ChangedPerson {
  const supported = kinds.filter((kind) => product.kinds.some((one) => one.kind === kind));
  if (!hasPerson(grant)) return noPerson;
  const { person, loaders } = grant;
  return {
    changed: person,
    user: () => loaders.person.load(person),
    devicesByKind: () => readableLists(listsOfKinds(grant, supported)),
  };
}

/** A cache replaces its list by null, but keeps a list that is left out. */
async function readableLists(lists: readonly ListOfKind[]): Promise<readonly ListOfKind[]> {
  const read = await Promise.all(
    lists.map(async (list) => {
      try {
        const devices = await list.devices();
        return [{ ...list, devices: async () => devices }];
      } catch (error) {
        if (error instanceof Failure) return [];
        throw error;
      }
    }),
  );
  return read.flat();
}
