import type { Device, Kind } from '../parts/device.ts';

/** The devices to remove: every device of some kinds, or one device. */
export type DeviceSelection =
  | { readonly what: 'kinds'; readonly kinds: readonly Kind[] }
  | { readonly what: 'device'; readonly deviceId: string };

/** Returns the selected devices in the order of the list. */
export function selectedDevices(
  devices: readonly Device[],
  selection: DeviceSelection,
): readonly Device[] {
  return devices.filter(({ id, kind }) =>
    selection.what === 'kinds' ? selection.kinds.includes(kind) : id === selection.deviceId,
  );
}
