import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import { kindFacts } from './device.ts';
import type { Device } from './device.ts';
import { useDeviceName } from './device-name.tsx';
import { Icon } from './icon.tsx';
import { Name } from './name.tsx';
import { Time, useAgo } from './time.tsx';

/** The contents of a row. */
export interface DeviceRowProps {
  readonly device: Device;
  /** All devices of the user, to distinguish devices with the same name. */
  readonly among: readonly Device[];
  /** Whether the row says the kind in a word; its icon never stands alone. */
  readonly isKindShown: boolean;
  /** A mark beside the name: *Most recent*, *Not confirmed*. */
  readonly mark?: ReactNode;
  /** What can be chosen for this device alone. */
  readonly choice?: ReactNode;
  readonly actions?: ReactNode;
  /** Why the device cannot be managed, and what to do. */
  readonly note?: ReactNode;
}

/** One device: its kind, its name, when it was added and used, and its buttons. */
export function DeviceRow(props: DeviceRowProps): ReactNode {
  const { device, among, isKindShown, mark, choice, actions, note } = props;
  const { kind } = device;
  const deviceName = useDeviceName();
  return (
    <li className="device">
      <Icon name={kindFacts[kind].icon} className="icon icon-large" />
      <div>
        <p className="device-title">
          <span className="device-name">
            <Name>{deviceName(device, among)}</Name>
          </span>
          {isKindShown && (
            <span className="mark mark-plain">
              <Text id={`kind.${kind}.one`} />
            </span>
          )}
          {mark}
        </p>
        <Added device={device} />
        {choice}
      </div>
      <div className="device-use">
        <LastUse device={device} />
      </div>
      {actions}
      {isShown(note) && <div className="device-note">{note}</div>}
    </li>
  );
}

function isShown(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false;
}

/** When a device was added, if known. */
function Added({ device }: { readonly device: Device }): ReactNode {
  if (device.registeredAt === null) return null;
  return (
    <p className="device-sub">
      <Text id="device.added" values={{ day: <Time at={device.registeredAt} look="day" /> }} />
    </p>
  );
}

/**
 * When a device was last used. *Never used* is shown only if Access Management reports when it was
 * added, because only then does it also keep the last use.
 */
function LastUse({ device }: { readonly device: Device }): ReactNode {
  const ago = useAgo();
  if (device.lastUsedAt !== null) {
    return (
      <>
        <p>
          <Text id="device.used" values={{ ago: ago(device.lastUsedAt) }} />
        </p>
        <p className="device-sub">
          <Time at={device.lastUsedAt} />
        </p>
      </>
    );
  }
  if (device.__typename === 'TrustedDevice') {
    const { lastUsedText, useCount } = device;
    return (
      <>
        {lastUsedText !== null && (
          <>
            <p>
              <Text id="device.usedText" values={{ text: <bdi lang="en">{lastUsedText}</bdi> }} />
            </p>
            <p className="device-sub">
              <Text id="device.ownClock" />
            </p>
          </>
        )}
        {useCount !== null && (
          <p className="device-sub">
            <Text id="device.usedTimes" values={{ count: useCount }} />
          </p>
        )}
      </>
    );
  }
  return device.registeredAt !== null && <Text id="device.neverUsed" />;
}
