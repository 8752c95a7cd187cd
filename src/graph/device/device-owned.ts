import type { DeviceKind, DeviceOf } from '../../domain/device.ts';
import type { Person } from '../../domain/person.ts';

/** A device together with the person it belongs to; what device fields resolve from. */
export type DeviceOwned<K extends DeviceKind> = DeviceOf<K> & { readonly owner: Person };

/** Puts the owner on each device of a list. */
export function ownedBy<K extends DeviceKind>(
  owner: Person,
  devices: readonly DeviceOf<K>[],
): DeviceOwned<K>[] {
  return devices.map((device) => ({ ...device, owner }));
}
