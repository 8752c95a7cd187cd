import type { ReactNode } from 'react';
import { mostRecentOf } from '../parts/device.ts';
import type { Device } from '../parts/device.ts';
import { MostRecent } from '../parts/device-list.tsx';
import { useDeviceName } from '../parts/device-name.tsx';
import { Added, LastUse } from '../parts/device-row.tsx';
import { Name } from '../parts/name.tsx';
import { RenameButton } from '../parts/rename-button.tsx';
import { Text, useText } from '../text/text.tsx';
import { devicesOf } from './person.ts';
import type { Person, Pick } from './person.ts';

/** What a row shows and changes. */
export interface PickDeviceProps {
  readonly person: Person;
  readonly device: Device;
  readonly pick: Pick;
  readonly onPick: (pick: Pick) => void;
  readonly onRename: (deviceId: string) => void;
}

/** One device; for whoever may, to be picked alone, or to be renamed. */
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
      {person.rename.allowed && device.amId !== null && (
        <RenameButton device={device} name={name} onPress={() => onRename(device.id)} />
      )}
    </li>
  );
}

interface NamedProps extends PickDeviceProps {
  readonly name: string;
}

function OnlyThis({ person, device, pick, onPick, name }: NamedProps): ReactNode {
  const { t } = useText();
  const isPicked = pick.what === 'device' && pick.deviceId === device.id;
  const isAlone = devicesOf(person).filter(({ kind }) => kind === device.kind).length === 1;
  const mayPick = person.reset.allowed && person.remove.allowed;
  if (!mayPick || device.amId === null || isAlone) return null;
  return (
    <label className="choice choice-one">
      <input
        type="checkbox"
        checked={isPicked}
        aria-label={t('desk.onlyThisLong', { name, kind: t(`kind.${device.kind}.of`) })}
        onChange={({ target }) =>
          onPick(
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
