import type { ReactNode } from 'react';
import { mostRecentOf } from '../parts/device.ts';
import type { Device } from '../parts/device.ts';
import { MostRecent } from '../parts/device-list.tsx';
import { useDeviceName } from '../parts/device-name.tsx';
import { Added, LastUse } from '../parts/device-row.tsx';
import { Name } from '../parts/name.tsx';
import { RenameButton } from '../parts/rename-button.tsx';
import type { DeviceSelection } from '../removal/selection.ts';
import { Text, useText } from '../text/text.tsx';
import { LimitText, useLimits } from './limit.tsx';
import { devicesOf } from './person.ts';
import type { Person } from './person.ts';

/** A device of a user and the agent's selection. */
export interface PickDeviceProps {
  readonly person: Person;
  readonly device: Device;
  readonly selection: DeviceSelection;
  readonly onSelect: (selection: DeviceSelection) => void;
  readonly onRename: (deviceId: string) => void;
}

/** One device, with a checkbox that selects only it and a button that renames it, if allowed. */
export function PickDevice(props: PickDeviceProps): ReactNode {
  const { person, device, onRename } = props;
  const deviceName = useDeviceName();
  const all = devicesOf(person);
  const name = deviceName(device, all);
  return (
    <li>
      <div>
        <p className="device-title">
          <Name>{name}</Name>
          {device === mostRecentOf(all) && <MostRecent />}
        </p>
        <Added device={device} />
        <OnlyThis {...props} name={name} />
      </div>
      <div>
        <LastUse device={device} />
      </div>
      {person.rename.isAllowed && device.amId !== null && (
        <RenameButton device={device} name={name} onPress={() => onRename(device.id)} />
      )}
    </li>
  );
}

interface NamedProps extends PickDeviceProps {
  readonly name: string;
}

function OnlyThis({ person, device, selection, onSelect, name }: NamedProps): ReactNode {
  const { t } = useText();
  const isSelected = selection.what === 'device' && selection.deviceId === device.id;
  const isAlone = devicesOf(person).filter(({ kind }) => kind === device.kind).length === 1;
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
        aria-label={t('desk.onlyThisLong', { name, kind: t(`kind.${device.kind}.of`) })}
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
