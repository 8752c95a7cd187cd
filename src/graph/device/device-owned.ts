import type { DeviceKind, DeviceOf } from '../../domain/devices/device.ts';
import { globalIdsIn, globalListId } from '../../domain/devices/global-id.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Loaders } from '../../access/loaders.ts';

/** The source value of device fields: a device, its owner, and both of its ids. */
export type DeviceOwned<K extends DeviceKind> = Omit<DeviceOf<K>, 'id'> & {
  /** Creates the global id, which many operations do not select. */
  readonly id: () => string;
  readonly amId: string | null;
  readonly owner: Person;
};

/** Adds their owner and global ids to the devices of one list. */
export function ownedBy<K extends DeviceKind>(
  owner: Person,
  devices: readonly DeviceOf<K>[],
): DeviceOwned<K>[] {
  const idOf = globalIdsIn(owner, devices);
  return devices.map((device) => ({ ...device, id: () => idOf(device), amId: device.id, owner }));
}

/** Returns a person's device by its global id; null if AM does not list it. */
export async function findDevice(
  owner: Person,
  { kind, id }: { readonly kind: DeviceKind; readonly id: string },
  { devices }: Loaders,
): Promise<DeviceOwned<DeviceKind> | null> {
  const listed = ownedBy<DeviceKind>(owner, await devices.load(kind, owner));
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
  owner: Person,
  kinds: readonly DeviceKind[],
  { devices }: Loaders,
): ListOfKind[] {
  return kinds.map((kind) => ({
    id: () => globalListId(owner, kind),
    kind,
    devices: async () => ownedBy<DeviceKind>(owner, await devices.load(kind, owner)),
  }));
}
