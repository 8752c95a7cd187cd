import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import { kindFacts } from './device.ts';
import type { Device } from './device.ts';
import { useDeviceName } from './device-name.tsx';
import { Icon } from './icon.tsx';
import { Name } from './name.tsx';
import { Time, useAgo } from './time.tsx';

/** What selects a device. */
export interface DeviceCheck {
  readonly isChecked: boolean;
  /** It contains the name of the device, which is the visible label. */
  readonly label: string;
  readonly onCheck: (isChecked: boolean) => void;
}

/** The contents of a row. */
export interface DeviceRowProps {
  readonly device: Device;
  /** All devices of the user, to distinguish devices with the same name. */
  readonly among: readonly Device[];
  /** Whether the row says the kind in a word; its icon never stands alone. */
  readonly isKindShown: boolean;
  /** A mark beside the name: *Most recent*, *Not confirmed*. */
  readonly mark?: ReactNode;
  /** The checkbox of the row, if it can be selected. */
  readonly check?: DeviceCheck | null;
  readonly actions?: ReactNode;
  /** Why the device cannot be managed, and what to do; or what its removal does. */
  readonly note?: ReactNode;
}

/** One device in one line: its kind, its name, when it was added and used, and its buttons. */
export function DeviceRow(props: DeviceRowProps): ReactNode {
  const { device, among, isKindShown, mark, check = null, actions, note } = props;
  const { kind } = device;
  const deviceName = useDeviceName();
  const name = (
    <span className="device-name">
      <Name>{deviceName(device, among)}</Name>
    </span>
  );
  return (
    <li className="device">
      <span className="kind-shape" data-kind={kind}>
        <Icon name={kindFacts[kind].icon} />
      </span>
      <p className="device-title">
        {check === null ? name : <Checked check={check}>{name}</Checked>}
        {isKindShown && (
          <span className="mark mark-plain">
            <Text id={`kind.${kind}.one`} />
          </span>
        )}
        {mark}
      </p>
      <p className="device-facts">
        <Facts device={device} />
      </p>
      {actions}
      {isShown(note) && <div className="device-note">{note}</div>}
    </li>
  );
}

function Checked({
  check: { isChecked, label, onCheck },
  children,
}: {
  readonly check: DeviceCheck;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <label className="device-check">
      <input
        type="checkbox"
        checked={isChecked}
        aria-label={label}
        onChange={({ target }) => onCheck(target.checked)}
      />
      {children}
    </label>
  );
}

function isShown(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false;
}

/**
 * When a device was added and last used, as far as it is known. *Never used* is shown only if
 * Access Management reports when it was added, because only then does it also keep the last use.
 */
function Facts({ device }: { readonly device: Device }): ReactNode {
  const ago = useAgo();
  const { registeredAt, lastUsedAt } = device;
  const trusted = device.__typename === 'TrustedDevice' ? device : null;
  const facts = [
    registeredAt !== null && (
      <Text id="device.added" values={{ month: <Time at={registeredAt} look="month" /> }} />
    ),
    lastUsedAt !== null && (
      <Text id="device.used" values={{ ago: <Time at={lastUsedAt}>{ago(lastUsedAt)}</Time> }} />
    ),
    lastUsedAt === null && registeredAt !== null && <Text id="device.neverUsed" />,
    lastUsedAt === null && typeof trusted?.lastUsedText === 'string' && (
      <Text id="device.usedText" values={{ text: <bdi lang="en">{trusted.lastUsedText}</bdi> }} />
    ),
    typeof trusted?.useCount === 'number' && (
      <Text id="device.usedTimes" values={{ count: trusted.useCount }} />
    ),
  ].filter((fact) => fact !== false);
  return facts.map((fact, index) => (
    <Fragment key={index}>
      {index > 0 && ' '}
      <span>
        {fact}
        {index < facts.length - 1 && ' ·'}
      </span>
    </Fragment>
  ));
}
