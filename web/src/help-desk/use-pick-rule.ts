import type { Device, Kind } from '../parts/device.ts';
import { useDeviceName } from '../parts/device-name.tsx';
import type { DeviceCheck } from '../parts/device-row.tsx';
import type { DeviceSelection } from '../removal/selection.ts';
import { useText } from '../text/text.tsx';
import { useLimits } from './limit.tsx';
import { devicesOf } from './person.ts';
import type { Person } from './person.ts';

/** What an agent can select, and how each row selects it. */
export interface PickRule {
  /** Whether all devices of a kind can be selected. */
  isPickable(kind: Kind): boolean;
  isPicked(kind: Kind): boolean;
  /** Whether one device of several of its kind can be removed alone. */
  readonly canPickOne: boolean;
  /** The checkbox of a device: of its kind if it is the only one, else of the device alone. */
  checkOf(device: Device): DeviceCheck | null;
}

/** Returns a selection with a kind added or left out. */
export function withKind(
  selection: DeviceSelection,
  kind: Kind,
  isSelected: boolean,
): DeviceSelection {
  const kinds = selection.what === 'kinds' ? selection.kinds : [];
  const others = kinds.filter((other) => other !== kind);
  return { what: 'kinds', kinds: isSelected ? [...others, kind] : others };
}

export function usePickRule({
  person,
  selection,
  onSelect,
}: {
  readonly person: Person;
  readonly selection: DeviceSelection;
  readonly onSelect: (selection: DeviceSelection) => void;
}): PickRule {
  const { t } = useText();
  const deviceName = useDeviceName();
  const limitOf = useLimits(person);
  const all = devicesOf(person);
  const canPickOne = person.reset.isAllowed && person.remove.isAllowed;
  const isPickable = (kind: Kind): boolean =>
    person.reset.isAllowed && limitOf('reset', kind)?.canOverride !== false;
  const isPicked = (kind: Kind): boolean =>
    selection.what === 'kinds' && selection.kinds.includes(kind);
  const checkOf = (device: Device): DeviceCheck | null => {
    const { kind, id: deviceId, amId } = device;
    const name = deviceName(device, all);
    if (all.filter((other) => other.kind === kind).length === 1) {
      if (!isPickable(kind)) return null;
      return {
        isChecked: isPicked(kind),
        label: `${t(`kind.${kind}.all`, { count: 1 })}: ${name}`,
        onCheck: (isChecked) => onSelect(withKind(selection, kind, isChecked)),
      };
    }
    const isLimited = limitOf('remove', kind)?.canOverride === false;
    if (!canPickOne || amId === null || isLimited) return null;
    return {
      isChecked: selection.what === 'device' && selection.deviceId === deviceId,
      label: t('desk.onlyThisLong', { name, kind: t(`kind.${kind}.of`) }),
      onCheck: (isChecked) =>
        onSelect(isChecked ? { what: 'device', deviceId } : { what: 'kinds', kinds: [] }),
    };
  };
  return { isPickable, isPicked, canPickOne, checkOf };
}
