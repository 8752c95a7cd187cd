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

/** Whether kinds need a heading. Of a kind that is as long itself, the first few are seen. */
const isLong = (devices: readonly Device[]): boolean => devices.length > 12;
const seenFirst = 5;

/**
 * Every device in one dense list, always in the same order of kinds. Each row says its kind; with
 * heads, which say it, the devices of a kind are a section. A long list has heads, too.
 */
export function DeviceList({ kinds, headOf, failedOf, foot, ...row }: DeviceListProps): ReactNode {
  const { t } = useText();
  const all = kinds.flatMap(({ devices }) => devices ?? []);
  const shown = { ...row, all };
  return (
    <div className="card devices">
      {headOf === undefined && !isLong(all) ? (
        <ul role="list">
          {kinds.map(({ kind, devices }) => (
            <Fragment key={kind}>
              {devices === null ? (
                <li>{failedOf?.(kind)}</li>
              ) : (
                <Rows {...shown} devices={devices} isKindShown />
              )}
            </Fragment>
          ))}
        </ul>
      ) : (
        kinds
          .filter(({ devices }) => devices?.length !== 0)
          .map((of) => {
            const head = headOf === undefined ? <Count {...of} /> : headOf(of);
            return (
              <section
                key={of.kind}
                className="device-group"
                aria-label={t(`kind.${of.kind}.title`)}
              >
                {of.devices === null ? (failedOf?.(of.kind) ?? head) : head}
                {of.devices !== null && (
                  <Group {...shown} devices={of.devices} isKindShown={head === null} />
                )}
              </section>
            );
          })
      )}
      {foot}
    </div>
  );
}

/** The name of a kind, and how many devices there are. */
function Count({ kind, devices }: KindDevices): ReactNode {
  const { number } = useText();
  return (
    <h3 className="device-count">
      <Text id={`kind.${kind}.title`} /> {devices !== null && <span>{number(devices.length)}</span>}
    </h3>
  );
}

interface RowsProps extends Pick<DeviceListProps, 'actionsOf' | 'checkOf' | 'noteOf' | 'markOf'> {
  readonly devices: readonly Device[];
  readonly all: readonly Device[];
  readonly isKindShown: boolean;
}

/** The devices of a kind. Most of many are folded away, unless one of those is selected. */
function Group({ devices, ...row }: RowsProps): ReactNode {
  const rest = isLong(devices) ? devices.slice(seenFirst) : [];
  const isSelected = rest.some((device) => row.checkOf?.(device)?.isChecked === true);
  return (
    <>
      <ul role="list">
        <Rows {...row} devices={rest.length > 0 ? devices.slice(0, seenFirst) : devices} />
      </ul>
      {rest.length > 0 && (
        <details className="more" open={isSelected || undefined}>
          <summary>
            <Text id="devices.more" values={{ count: rest.length }} />
          </summary>
          <ul role="list">
            <Rows {...row} devices={rest} />
          </ul>
        </details>
      )}
    </>
  );
}

function Rows({ devices, ...row }: RowsProps): ReactNode {
  return devices.map((device) => <Row key={device.id} device={device} {...row} />);
}

function Row({
  device,
  all,
  isKindShown,
  actionsOf,
  checkOf,
  noteOf,
  markOf,
}: Omit<RowsProps, 'devices'> & { readonly device: Device }): ReactNode {
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
