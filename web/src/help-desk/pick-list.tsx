import type { ReactNode } from 'react';
import type { Device, Kind } from '../parts/device.ts';
import { DeviceList } from '../parts/device-list.tsx';
import type { KindDevices } from '../parts/device-list.tsx';
import { useDeviceName } from '../parts/device-name.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { useRenameAction } from '../parts/rename-action.ts';
import { RowActions } from '../parts/row-actions.tsx';
import type { DeviceSelection } from '../removal/selection.ts';
import { Text, useText } from '../text/text.tsx';
import type { Call } from './call.ts';
import { holdOf } from './held.ts';
import { LimitText, useLimits } from './limit.tsx';
import type { KindLimit } from './limit.tsx';
import { usePickRule, withKind } from './use-pick-rule.ts';
import type { PickRule } from './use-pick-rule.ts';
import { devicesOf, shortNameOf } from './person.ts';
import type { Person } from './person.ts';

/** The devices of a user and the agent's selection. */
export interface PickListProps {
  readonly person: Person;
  readonly selection: DeviceSelection;
  readonly call: Call;
  readonly onSelect: (selection: DeviceSelection) => void;
  readonly onCall: (call: Call) => void;
  readonly onRename: (deviceId: string) => void;
}

/** Every kind that has devices, to select as a whole or, if the agent may, by device. */
export function PickList(props: PickListProps): ReactNode {
  const { person, call, onCall } = props;
  const rule = usePickRule(props);
  if (person.devicesByKind === null) return null;
  const kinds = person.devicesByKind.filter(({ devices }) => devices?.length !== 0);
  const canSelect = person.reset.isAllowed;
  if (kinds.length === 0) {
    return (
      <div className="card card-empty">
        <p>
          <Text
            id={holdOf(person) !== undefined ? 'desk.noDevicesHeld' : 'desk.noDevices'}
            values={{ name: <Name>{shortNameOf(person)}</Name> }}
          />
        </p>
      </div>
    );
  }
  return (
    <>
      <DeviceList
        kinds={kinds}
        headOf={(of) => (isOneLine(of, rule) ? null : <KindHead {...props} {...of} />)}
        checkOf={rule.checkOf}
        noteOf={(device) => <RowNote {...props} device={device} rule={rule} />}
        actionsOf={(device) => <RenameAction {...props} device={device} />}
      />
      {canSelect && !person.endSessions.isAllowed && (
        <p className="quiet small">
          <Text id="desk.signOutNotHere" values={{ name: <Name>{shortNameOf(person)}</Name> }} />
        </p>
      )}
      {canSelect && person.endSessions.isAllowed && (
        <section className="card pick">
          <div className="pick-head">
            <label className="choice">
              <input
                type="checkbox"
                checked={call.endSessions}
                onChange={({ target }) => onCall({ ...call, endSessions: target.checked })}
              />
              <span>
                <Text id="desk.signOut" values={{ name: <Name>{shortNameOf(person)}</Name> }} />
                <small>
                  <Text id="desk.signOutEffect" />
                </small>
              </span>
            </label>
          </div>
        </section>
      )}
    </>
  );
}

interface KindHeadProps extends PickListProps, KindDevices {}

/** A kind with one device that can be selected has one line: the checkbox is on the device's. */
function isOneLine({ kind, devices }: KindDevices, { isPickable }: PickRule): boolean {
  return devices?.length === 1 && isPickable(kind);
}

/** What the removal of a selected device does, if it is the only one of its kind. */
function RowNote({
  person,
  device: { kind },
  rule,
}: Pick<PickListProps, 'person'> & {
  readonly device: Device;
  readonly rule: PickRule;
}): ReactNode {
  const devices = devicesOf(person).filter((one) => one.kind === kind);
  if (devices.length > 1 || !rule.isPickable(kind)) return null;
  return <Effect person={person} kind={kind} count={1} isShown={rule.isPicked(kind)} />;
}

/** What happens to devices of a kind, once it is selected; its limit in any case. */
function Effect({
  person,
  kind,
  count,
  isShown,
}: {
  readonly person: Person;
  readonly kind: Kind;
  readonly count: number;
  readonly isShown: boolean;
}): ReactNode {
  const limit = useLimits(person)('reset', kind);
  if (!isShown && limit === null) return null;
  return (
    <small>
      {isShown && (
        <Text
          id={`desk.effect.${kind}`}
          values={{ count, name: <Name>{shortNameOf(person)}</Name> }}
        />
      )}{' '}
      {limit !== null && <LimitText person={person} kind={kind} limit={limit} />}
    </small>
  );
}

/** What selects all devices of a kind, or why they or one of them cannot be selected. */
function KindHead(props: KindHeadProps): ReactNode {
  const { person, kind, devices } = props;
  const limits = useLimits(person);
  const limit = limits('reset', kind);
  const limitOfOne = person.remove.isAllowed ? limits('remove', kind) : null;
  const isBlocked = limit?.canOverride === false || !person.reset.isAllowed;
  return (
    <div className="pick-head">
      {devices === null || isBlocked ? (
        <Blocked person={person} kind={kind} devices={devices} limit={limit} />
      ) : (
        <KindChoice {...props} devices={devices} />
      )}
      {!isBlocked && limit === null && limitOfOne?.canOverride === false && (
        <p className="quiet small">
          <LimitText person={person} kind={kind} limit={limitOfOne} />
        </p>
      )}
    </div>
  );
}

function RenameAction({
  person,
  device,
  onRename,
}: Pick<PickListProps, 'person' | 'onRename'> & { readonly device: Device }): ReactNode {
  const { t } = useText();
  const name = useDeviceName()(device, devicesOf(person));
  const renaming = useRenameAction()(device, name, () => onRename(device.id));
  return (
    <RowActions
      actions={person.rename.isAllowed ? renaming : []}
      menuLabel={t('device.actions', { name, kind: t(`kind.${device.kind}.of`) })}
    />
  );
}

function KindChoice({
  person,
  kind,
  devices,
  selection,
  onSelect,
}: KindHeadProps & { readonly devices: readonly Device[] }): ReactNode {
  const isPicked = selection.what === 'kinds' && selection.kinds.includes(kind);
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={isPicked}
        onChange={({ target }) => onSelect(withKind(selection, kind, target.checked))}
      />
      <span>
        <Text id={`kind.${kind}.all`} values={{ count: devices.length }} />
        <Effect person={person} kind={kind} count={devices.length} isShown={isPicked} />
      </span>
    </label>
  );
}

/** Shown in place of a checkbox if the kind cannot be selected. */
function Blocked({
  person,
  kind,
  devices,
  limit,
}: Pick<KindHeadProps, 'person' | 'kind' | 'devices'> & {
  readonly limit: KindLimit | null;
}): ReactNode {
  return (
    <div className="blocked">
      <Icon name={devices === null ? 'warn' : 'lock'} />
      <p>
        <strong>
          <Text id={`kind.${kind}.title`} />
        </strong>
        {devices === null && (
          <small>
            <Text id="desk.kindUnread" />
          </small>
        )}
        {devices !== null && limit !== null && (
          <small>
            <LimitText person={person} kind={kind} limit={limit} />
          </small>
        )}
      </p>
    </div>
  );
}
