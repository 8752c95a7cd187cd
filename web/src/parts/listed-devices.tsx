import type { ReactNode } from 'react';
import type { Device } from './device.ts';
import { ListedDevice } from './device-name.tsx';

/** A list of devices. */
export function DeviceLines({
  devices,
  children,
}: {
  readonly devices: readonly Device[];
  readonly children: (device: Device) => ReactNode;
}): ReactNode {
  return (
    <ul role="list">
      {devices.map((device) => (
        <li key={device.id}>{children(device)}</li>
      ))}
    </ul>
  );
}

/** Devices by name and kind, one on a line. */
export function ListedDevices({
  devices,
  among,
}: {
  readonly devices: readonly Device[];
  readonly among: readonly Device[];
}): ReactNode {
  return (
    <DeviceLines devices={devices}>
      {(device) => <ListedDevice device={device} among={among} />}
    </DeviceLines>
  );
}
