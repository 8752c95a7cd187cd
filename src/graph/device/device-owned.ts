import type { DeviceKind, DeviceOf } from '../../domain/device.ts';
import type { Person } from '../../domain/person.ts';

/** A device with its owner: the source value of device fields. */
export type DeviceOwned<K extends DeviceKind> = DeviceOf<K> & { readonly owner: Person };

/** Adds the owner to each device of a list. */
export function ownedBy<K extends DeviceKind>(
  owner: Person,
  devices: readonly DeviceOf<K>[],
): DeviceOwned<K>[] {
  return devices.map((device) => ({ ...device, owner }));
}
