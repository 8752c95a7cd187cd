import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';

/** The kinds of device as operators write them. */
export const kindNames = deviceKinds.map((kind) => kind.toLowerCase()).join(', ');

/** The kind that an operator names, in either case, with `_` or `-`; undefined if unknown. */
export function kindNamed(text: string): DeviceKind | undefined {
  const name = text.toUpperCase().replaceAll('-', '_');
  return deviceKinds.find((kind) => kind === name);
}
