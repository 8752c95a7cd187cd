import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Device, Kind } from '../parts/device.ts';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Text, useText } from '../text/text.tsx';
import type { Call } from './call.ts';
import { shortNameOf } from './person.ts';
import type { Person, Pick } from './person.ts';
import { PickDevice } from './pick-device.tsx';

/** What the list shows and changes. */
export interface PickListProps {
  readonly person: Person;
  readonly pick: Pick;
  readonly call: Call;
  readonly onPick: (pick: Pick) => void;
  readonly onCall: (call: Call) => void;
  readonly onRename: (deviceId: string) => void;
}

/** Every kind that has devices, to be picked as a whole; for whoever may, single devices, too. */
export function PickList(props: PickListProps): ReactNode {
  const { person, call, onCall } = props;
  if (person.devicesByKind === null) return null;
  const kinds = person.devicesByKind.filter(({ devices }) => devices?.length !== 0);
  const mayPick = person.reset.allowed;
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
      {mayPick && (
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
  /** Null where they could not be read. */
  readonly devices: readonly Device[] | null;
}

function KindCard(props: KindCardProps): ReactNode {
  const { person, kind, devices } = props;
  const { t } = useText();
  const id = useId();
  return (
    <section className="card pick" aria-label={t(`kind.${kind}.title`)}>
      <div className="pick-head">
        {devices === null || !person.reset.allowed ? (
          <Blocked kind={kind} devices={devices} />
        ) : (
          <KindChoice {...props} devices={devices} id={id} />
        )}
      </div>
      {devices !== null && (
        // Safari forgets that an unmarked list is one.
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles
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
  pick,
  onPick,
  id,
}: KindCardProps & { readonly devices: readonly Device[]; readonly id: string }): ReactNode {
  const picked = pick.what === 'kinds' ? pick.kinds : [];
  const toggle = (isPicked: boolean): void => {
    const others = picked.filter((other) => other !== kind);
    onPick({ what: 'kinds', kinds: isPicked ? [...others, kind] : others });
  };
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={picked.includes(kind)}
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
        </small>
      </span>
    </label>
  );
}

/** In the place of a choice: why there is none. */
function Blocked({
  kind,
  devices,
}: {
  readonly kind: Kind;
  readonly devices: readonly Device[] | null;
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
      </p>
    </div>
  );
}
