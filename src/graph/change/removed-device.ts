import type { RecordedDevice } from '../../domain/change-record.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { globalIdsIn } from '../../domain/global-id.ts';
import type { Named } from '../../domain/global-id.ts';

/** The source value of a removed device. */
export interface RemovedDeviceFacts {
  readonly id: string;
  readonly amId: string | null;
  readonly kind: DeviceKind;
  readonly name: string | null;
  readonly registeredAt: Date | null;
}

/** The devices of a record as payloads and history show them. */
export function removedDevices(
  owner: Named,
  devices: readonly RecordedDevice[],
): RemovedDeviceFacts[] {
  const idOf = globalIdsIn(owner, devices);
  return devices.map((device) => {
    const { id: amId, kind, name, registeredAt } = device;
    const at = registeredAt === null ? null : new Date(registeredAt);
    return { id: idOf(device), amId, kind, name, registeredAt: at };
  });
}
