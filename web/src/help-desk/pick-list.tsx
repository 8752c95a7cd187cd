import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Device, Kind } from '../parts/device.ts';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import type { DeviceSelection } from '../removal/selection.ts';
import { Text, useText } from '../text/text.tsx';
import type { Call } from './call.ts';
import { LimitText, useLimits } from './limit.tsx';
import type { KindLimit } from './limit.tsx';
import { shortNameOf } from './person.ts';
import type { Person } from './person.ts';
import { PickDevice } from './pick-device.tsx';

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
  if (person.devicesByKind === null) return null;
  const kinds = person.devicesByKind.filter(({ devices }) => devices?.length !== 0);
  const canSelect = person.reset.isAllowed;
  if (kinds.length === 0) {
    return (
      <div className="card card-empty">
        <p>
          <Text id="desk.noDevices" values={{ name: <Name>{shortNameOf(person)}</Name> }} />
        </p>
      </div>
    );
  }
  return (
    <>
      {kinds.map(({ kind, devices }) => (
        <KindCard key={kind} {...props} kind={kind} devices={devices} />
      ))}
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

interface KindCardProps extends PickListProps {
  readonly kind: Kind;
  /** Null if they could not be read. */
  readonly devices: readonly Device[] | null;
}

function KindCard(props: KindCardProps): ReactNode {
  const { person, kind, devices } = props;
  const { t } = useText();
  const id = useId();
  const limit = useLimits(person)('reset', kind);
  const isBlocked = limit?.canOverride === false || !person.reset.isAllowed;
  return (
    <section className="card pick" aria-label={t(`kind.${kind}.title`)}>
      <div className="pick-head">
        {devices === null || isBlocked ? (
          <Blocked person={person} kind={kind} devices={devices} limit={limit} />
        ) : (
          <KindChoice {...props} devices={devices} id={id} limit={limit} />
        )}
      </div>
      {devices !== null && (
        <ul className="pick-devices" role="list">
          {devices.map((device) => (
            <PickDevice key={device.id} {...props} device={device} />
          ))}
        </ul>
      )}
    </section>
  );
}

function KindChoice({
  person,
  kind,
  devices,
  selection,
  onSelect,
  id,
  limit,
}: KindCardProps & {
  readonly devices: readonly Device[];
  readonly id: string;
  readonly limit: KindLimit | null;
}): ReactNode {
  const kinds = selection.what === 'kinds' ? selection.kinds : [];
  const toggle = (isSelected: boolean): void => {
    const others = kinds.filter((other) => other !== kind);
    onSelect({ what: 'kinds', kinds: isSelected ? [...others, kind] : others });
  };
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={kinds.includes(kind)}
        aria-describedby={`${id}-effect`}
        onChange={({ target }) => toggle(target.checked)}
      />
      <span>
        <Text id={`kind.${kind}.all`} values={{ count: devices.length }} />
        <small id={`${id}-effect`}>
          <Text
            id={`desk.effect.${kind}`}
            values={{ count: devices.length, name: <Name>{shortNameOf(person)}</Name> }}
          />
          {limit !== null && (
            <>
              {' '}
              <LimitText person={person} kind={kind} limit={limit} />
            </>
          )}
        </small>
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
}: Pick<KindCardProps, 'person' | 'kind' | 'devices'> & {
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
