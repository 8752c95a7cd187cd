import type { DeviceKind, DeviceOf } from '../../domain/devices/device.ts';
import { globalIdsIn, globalListId } from '../../domain/devices/global-id.ts';
import type { Person } from '../../domain/people/person.ts';
import type { PersonGrant, WithPerson } from '../../access/grant.ts';
import { canManage } from '../../domain/people/assurance.ts';

/** The source value of device fields: a device, its owner, and both of its ids. */
export type DeviceOwned<K extends DeviceKind> = Omit<DeviceOf<K>, 'id'> & {
  /** Creates the global id, which many operations do not select. */
  readonly id: () => string;
  readonly amId: string | null;
  readonly owner: Person;
};

/** Whose devices a caller reads, and how the caller signed in if they are their own. */
export type DevicesGrant = Pick<WithPerson<PersonGrant>, 'person' | 'ownSignIn' | 'loaders'>;

/**
 * A person's devices of a kind: the one door by which any field shows them (`devices`,
 * `devicesByKind`, `node`, `_entities`, payloads). A list that is known already is not read.
 */
export function readDevices<K extends DeviceKind>(
  grant: DevicesGrant,
  kind: K,
  known: readonly DeviceOf<K>[] | null = null,
): Promise<DeviceOwned<K>[]> {
  const { loaders, person } = grant;
  const owned = (devices: readonly DeviceOf<K>[]): DeviceOwned<K>[] => ownedBy<K>(grant, devices);
  if (known !== null) return Promise.resolve(owned(known));
  return loaders.devices.load(kind, person).then(owned);
}

/** Adds their owner, their global ids, and whether the caller can manage them to devices. */
function ownedBy<K extends DeviceKind>(
  { person: owner, ownSignIn }: DevicesGrant,
  devices: readonly DeviceOf<K>[],
): DeviceOwned<K>[] {
  const idOf = globalIdsIn(owner, devices);
  return devices.map((device) => ({
    ...device,
    id: () => idOf(device),
    amId: device.id,
    canManage: ownSignIn && canManage(device, ownSignIn),
    owner,
  }));
}

/** Returns a person's device by its global id; null if AM does not list it. */
export async function findDevice(
  grant: WithPerson<PersonGrant>,
  { kind, id }: { readonly kind: DeviceKind; readonly id: string },
): Promise<DeviceOwned<DeviceKind> | null> {
  const listed = await readDevices(grant, kind);
  return listed.find((device) => device.id() === id) ?? null;
}

/** The source value of `DevicesOfKind`: a list that is read only if it is selected. */
export interface ListOfKind {
  readonly id: () => string;
  readonly kind: DeviceKind;
  readonly devices: () => Promise<readonly object[]>;
}

/** A person's lists of some kinds. */
export function listsOfKinds(
  grant: WithPerson<PersonGrant>,
  kinds: readonly DeviceKind[],
): ListOfKind[] {
  return kinds.map((kind) => ({
    id: () => globalListId(grant.person, kind),
    kind,
    devices: () => readDevices(grant, kind),
  }));
}
