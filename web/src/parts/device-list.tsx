import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { Text, useText } from '../text/text.tsx';
import { mostRecentOf } from './device.ts';
import type { Device, Kind } from './device.ts';
import { DeviceRow } from './device-row.tsx';
import type { DeviceCheck } from './device-row.tsx';

/** The devices of one kind; null if they could not be read. */
export interface KindDevices {
  readonly kind: Kind;
  readonly devices: readonly Device[] | null;
}

/** What a page adds to the list. */
export interface DeviceListProps {
  readonly kinds: readonly KindDevices[];
  /** The buttons of a row. */
  readonly actionsOf?: (device: Device) => ReactNode;
  /** What selects a device. */
  readonly checkOf?: (device: Device) => DeviceCheck | null;
  /** Says why a row cannot be managed. */
  readonly noteOf?: (device: Device) => ReactNode;
  /** A mark that replaces *Most recent*. */
  readonly markOf?: (device: Device) => ReactNode;
  /** The head of a kind, above its devices. It names the kind, so rows do not. Null for none. */
  readonly headOf?: (of: KindDevices) => ReactNode;
  /** What stands in place of a kind that could not be read. */
  readonly failedOf?: (kind: Kind) => ReactNode;
  /** What concerns the whole list, below it. */
  readonly foot?: ReactNode;
}

/**
 * Every device in one dense list, always in the same order of kinds. Each row says its kind; with
 * heads, which say it, the devices of a kind are a section.
 */
export function DeviceList({ kinds, headOf, failedOf, foot, ...row }: DeviceListProps): ReactNode {
  const { t } = useText();
  const all = kinds.flatMap(({ devices }) => devices ?? []);
  const rowsOf = (devices: readonly Device[], isKindShown = true): ReactNode =>
    devices.map((device) => (
      <Row key={device.id} device={device} all={all} isKindShown={isKindShown} {...row} />
    ));
  return (
    <div className="card devices">
      {headOf === undefined ? (
        <ul role="list">
          {kinds.map(({ kind, devices }) => (
            <Fragment key={kind}>
              {devices === null ? <li>{failedOf?.(kind)}</li> : rowsOf(devices)}
            </Fragment>
          ))}
        </ul>
      ) : (
        kinds.map((of) => {
          const head = headOf(of);
          return (
            <section key={of.kind} className="device-group" aria-label={t(`kind.${of.kind}.title`)}>
              {head}
              {of.devices !== null && <ul role="list">{rowsOf(of.devices, head === null)}</ul>}
            </section>
          );
        })
      )}
      {foot}
    </div>
  );
}

function Row({
  device,
  all,
  isKindShown,
  actionsOf,
  checkOf,
  noteOf,
  markOf,
}: Pick<DeviceListProps, 'actionsOf' | 'checkOf' | 'noteOf' | 'markOf'> & {
  readonly device: Device;
  readonly all: readonly Device[];
  readonly isKindShown: boolean;
}): ReactNode {
  return (
    <DeviceRow
      device={device}
      among={all}
      isKindShown={isKindShown}
      mark={markOf?.(device) || (device === mostRecentOf(all) && <MostRecent />)}
      check={checkOf?.(device) ?? null}
      actions={actionsOf?.(device)}
      note={noteOf?.(device)}
    />
  );
}

function MostRecent(): ReactNode {
  return (
    <span className="mark">
      <Text id="device.mostRecent" />
    </span>
  );
}
