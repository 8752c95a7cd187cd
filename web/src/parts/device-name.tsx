import type { ReactNode } from 'react';
import { bold, Text, useText } from '../text/text.tsx';
import type { Device } from './device.ts';
import { Name, StrongName } from './name.tsx';
import { visibleText } from './visible-text.ts';

type NamedDevice = Pick<Device, 'id' | 'kind' | 'name'> & {
  readonly amId?: string | null;
  /** Whether it may have a name that this page has not read. */
  readonly isNameUnread?: boolean;
};

/** Returns a device's name, with the end of its id if another device of its kind has that name. */
export function useDeviceName(): (device: NamedDevice, among: readonly NamedDevice[]) => string {
  const { t } = useText();
  const shownName = (device: NamedDevice): string =>
    nameOf(device) ?? t(device.isNameUnread === true ? 'device.nameUnread' : 'device.unnamed');
  return (device, among) => {
    const name = shownName(device);
    const twins = among.filter((other) => other.kind === device.kind && shownName(other) === name);
    if (twins.length < 2) return name;
    return t('device.ending', { name, ending: (device.amId ?? device.id).slice(-4) });
  };
}

function nameOf({ name }: NamedDevice): string | null {
  return name === null || name.trim() === '' ? null : visibleText(name);
}

/** A device in a sentence or a list: its name and its kind. */
export function ListedDevice({
  device,
  among,
}: {
  readonly device: NamedDevice;
  readonly among: readonly NamedDevice[];
}): ReactNode {
  const { t } = useText();
  const deviceName = useDeviceName();
  return (
    <Text
      id="device.listed"
      values={{
        name: <Name>{deviceName(device, among)}</Name>,
        kind: t(`kind.${device.kind}.of`),
        strong: bold,
      }}
    />
  );
}

/** A device's name in bold. */
export function DeviceName({
  device,
  among,
}: {
  readonly device: NamedDevice;
  readonly among: readonly NamedDevice[];
}): ReactNode {
  const deviceName = useDeviceName();
  return <StrongName>{deviceName(device, among)}</StrongName>;
}
