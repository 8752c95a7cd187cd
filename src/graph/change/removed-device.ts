import type { RecordedDevice } from '../../domain/change-record.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { globalDeviceId } from '../../domain/global-id.ts';

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
  owner: Parameters<typeof globalDeviceId>[0],
  devices: readonly RecordedDevice[],
): RemovedDeviceFacts[] {
  const broken = devices.filter(({ id }) => id === null);
  return devices.map((device) => {
    const { id: amId, kind, name, registeredAt } = device;
    const id = globalDeviceId(owner, { kind, id: amId, place: broken.indexOf(device) });
    return {
      id,
      amId,
      kind,
      name,
      registeredAt: registeredAt === null ? null : new Date(registeredAt),
    };
  });
}
