import type { ReactNode } from 'react';
import type { Device } from '../parts/device.ts';
import { useDeviceName } from '../parts/device-name.tsx';
import type { DeviceSelection } from '../removal/selection.ts';
import { Text, useText } from '../text/text.tsx';
import { LimitText, useLimits } from './limit.tsx';
import { devicesOf } from './person.ts';
import type { Person } from './person.ts';

/** A checkbox that selects one device of several of its kind, if the agent may remove it alone. */
export function OnlyThis({
  person,
  device,
  selection,
  onSelect,
}: {
  readonly person: Person;
  readonly device: Device;
  readonly selection: DeviceSelection;
  readonly onSelect: (selection: DeviceSelection) => void;
}): ReactNode {
  const { t } = useText();
  const deviceName = useDeviceName();
  const isSelected = selection.what === 'device' && selection.deviceId === device.id;
  const all = devicesOf(person);
  const isAlone = all.filter(({ kind }) => kind === device.kind).length === 1;
  const limit = useLimits(person)('remove', device.kind);
  const canSelect = person.reset.isAllowed && person.remove.isAllowed;
  if (!canSelect || device.amId === null || isAlone) return null;
  if (limit?.canOverride === false) {
    return (
      <p className="quiet small">
        <LimitText person={person} kind={device.kind} limit={limit} />
      </p>
    );
  }
  return (
    <label className="choice choice-one">
      <input
        type="checkbox"
        checked={isSelected}
        aria-label={t('desk.onlyThisLong', {
          name: deviceName(device, all),
          kind: t(`kind.${device.kind}.of`),
        })}
        onChange={({ target }) =>
          onSelect(
            target.checked ? { what: 'device', deviceId: device.id } : { what: 'kinds', kinds: [] },
          )
        }
      />
      <span className="small">
        <Text id="desk.onlyThis" />
      </span>
    </label>
  );
}
