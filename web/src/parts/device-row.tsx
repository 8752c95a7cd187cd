import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import type { Device } from './device.ts';
import { useDeviceName } from './device-name.tsx';
import { Name } from './name.tsx';
import { Time, useAgo } from './time.tsx';

/** What a row shows. */
export interface DeviceRowProps {
  readonly device: Device;
  /** All devices of the person: two of a kind with one name are told apart. */
  readonly among: readonly Device[];
  /** A mark beside the name: *Most recent*, *Not confirmed*. */
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  /** Why it cannot be managed here, and how it can. */
  readonly note?: ReactNode;
}

/** One device: its name, when it was added and used, what can be done with it. */
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

/** When it was added, where that is known. */
export function Added({ device }: { readonly device: Device }): ReactNode {
  if (device.registeredAt === null) return null;
  return (
    <p className="device-sub">
      <Text id="device.added" values={{ day: <Time at={device.registeredAt} look="day" /> }} />
    </p>
  );
}

/** When it was last used. *Never* only where Access Management keeps such times, as it does where it tells the first. */
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
          <p>
            <Text id="device.usedText" values={{ text: <bdi>{lastUsedText}</bdi> }} />
          </p>
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
