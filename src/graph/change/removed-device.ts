import type { RecordedDevice } from '../../domain/change-record.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { globalIdsIn, type DeviceOwner } from '../../domain/global-id.ts';

/** The source value of a removed device. */
export interface RemovedDeviceFacts {
  readonly deviceId: () => string;
  readonly amId: string | null;
  readonly kind: DeviceKind;
  readonly name: string | null;
  readonly registeredAt: Date | null;
}

/** The devices of a record as payloads and history show them. */
export function removedDevices(
  owner: DeviceOwner,
  devices: readonly RecordedDevice[],
): RemovedDeviceFacts[] {
  const idOf = globalIdsIn(owner, devices);
  return devices.map((device) => {
    const { id: amId, kind, name, registeredAt } = device;
    const at = registeredAt === null ? null : new Date(registeredAt);
    return { deviceId: () => idOf(device), amId, kind, name, registeredAt: at };
  });
}
