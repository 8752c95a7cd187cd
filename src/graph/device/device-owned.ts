import type { DeviceKind, DeviceOf } from '../../domain/device.ts';
import { globalIdsIn } from '../../domain/global-id.ts';
import type { Person } from '../../domain/person.ts';

/** A device with its owner, its global id, and AM's id under a name of its own: the source value of device fields. */
export type DeviceOwned<K extends DeviceKind> = Omit<DeviceOf<K>, 'id'> & {
  readonly id: string;
  readonly amId: string | null;
  readonly owner: Person;
};

/** Makes each device of a list one of its owner's. */
export function ownedBy<K extends DeviceKind>(
  owner: Person,
  devices: readonly DeviceOf<K>[],
): DeviceOwned<K>[] {
  const idOf = globalIdsIn(owner, devices);
  return devices.map((device) => ({ ...device, id: idOf(device), amId: device.id, owner }));
}
