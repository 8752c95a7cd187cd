import { useId } from 'react';
import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import { kindFacts, mostRecentOf } from './device.ts';
import type { Device, Kind } from './device.ts';
import { DeviceRow } from './device-row.tsx';
import { Icon } from './icon.tsx';

/** The devices of one kind; null if they could not be read. */
export interface KindDevices {
  readonly kind: Kind;
  readonly devices: readonly Device[] | null;
}

/** The kinds to list, and what a page adds to them. */
export interface DeviceListProps {
  readonly kinds: readonly KindDevices[];
  /** The buttons of a row. */
  readonly actionsOf?: (device: Device) => ReactNode;
  /** Says why a row cannot be managed. */
  readonly noteOf?: (device: Device) => ReactNode;
  /** A mark that replaces *Most recent*. */
  readonly markOf?: (device: Device) => ReactNode;
  /** The foot of a card with devices. */
  readonly footOf?: (kind: Kind, devices: readonly Device[]) => ReactNode;
  /** The card of a kind without devices. */
  readonly emptyOf?: (kind: Kind) => ReactNode;
  /** The card of a kind that could not be read. */
  readonly failedOf?: (kind: Kind) => ReactNode;
}

/** Every device by kind, always in the same order. */
export function DeviceList(props: DeviceListProps): ReactNode {
  const all = props.kinds.flatMap(({ devices }) => devices ?? []);
  const recent = mostRecentOf(all);
  return props.kinds
    .filter(({ kind, devices }) => devices?.length !== 0 || kindFacts[kind].isSelfService)
    .map(({ kind, devices }) => (
      <KindSection
        key={kind}
        icon={kindFacts[kind].icon}
        title={<Text id={`kind.${kind}.title`} />}
        about={<Text id={`kind.${kind}.about`} />}
      >
        {devices === null && props.failedOf?.(kind)}
        {devices?.length === 0 && props.emptyOf?.(kind)}
        {devices !== null && devices.length > 0 && (
          <div className="card">
            <ul className="devices" role="list">
              {devices.map((device) => (
                <DeviceRow
                  key={device.id}
                  device={device}
                  among={all}
                  mark={props.markOf?.(device) || (device === recent && <MostRecent />)}
                  actions={props.actionsOf?.(device)}
                  note={props.noteOf?.(device)}
                />
              ))}
            </ul>
            {props.footOf?.(kind, devices)}
          </div>
        )}
      </KindSection>
    ));
}

/** The mark of the device that was used last. */
export function MostRecent(): ReactNode {
  return (
    <span className="mark">
      <Text id="device.mostRecent" />
    </span>
  );
}

/** A section with its heading in the margin. */
export function KindSection({
  icon,
  title,
  about,
  children,
}: {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly title: ReactNode;
  readonly about: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section className="kind" aria-labelledby={id}>
      <div className="kind-head">
        <Icon name={icon} className="icon icon-large" />
        <h2 id={id}>{title}</h2>
        <p>{about}</p>
      </div>
      {children}
    </section>
  );
}
