import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import type { Device } from './device.ts';
import { useDeviceName } from './device-name.tsx';
import { Name } from './name.tsx';
import { Time, useAgo } from './time.tsx';

/** The contents of a row. */
export interface DeviceRowProps {
  readonly device: Device;
  /** All devices of the user, to distinguish devices with the same name. */
  readonly among: readonly Device[];
  /** A mark beside the name: *Most recent*, *Not confirmed*. */
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  /** Why the device cannot be managed, and what to do. */
  readonly note?: ReactNode;
}

/** One device: its name, when it was added and used, and its buttons. */
export function DeviceRow({ device, among, mark, actions, note }: DeviceRowProps): ReactNode {
  const deviceName = useDeviceName();
  return (
    <li className="device">
      <div>
        <p className="device-title">
          <span className="device-name">
            <Name>{deviceName(device, among)}</Name>
          </span>
          {mark}
        </p>
        <Added device={device} />
      </div>
      <div>
        <LastUse device={device} />
      </div>
      {isShown(actions) && <div className="device-actions">{actions}</div>}
      {isShown(note) && <div className="device-note">{note}</div>}
    </li>
  );
}

function isShown(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false;
}

/** When a device was added, if known. */
export function Added({ device }: { readonly device: Device }): ReactNode {
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
export function LastUse({ device }: { readonly device: Device }): ReactNode {
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
