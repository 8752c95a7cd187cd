import type { ReactNode } from 'react';
import { provingKinds } from '../parts/device.ts';
import type { Device, Kind } from '../parts/device.ts';
import { DeviceName, ListedDevice } from '../parts/device-name.tsx';
import { Thread } from '../parts/thread.tsx';
import { Time, useAgo } from '../parts/time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { bold, Text } from '../text/text.tsx';

/** What a removal is about. */
export interface WillThreadProps {
  readonly kind: Kind;
  readonly targets: readonly Device[];
  readonly others: readonly Device[];
  readonly isComplete: boolean;
}

/** What will happen, none of it yet. */
export function WillThread({ kind, targets, others, isComplete }: WillThreadProps): ReactNode {
  const all = [...targets, ...others];
  const ways = others.filter((device) => provingKinds.includes(device.kind)).length;
  return (
    <Thread
      state="will"
      steps={[
        {
          knot: 'goes',
          title: <Text id="will.goes" />,
          body: [
            <DeviceLines key="goes" devices={targets}>
              {(device) => <GoingDevice device={device} among={all} />}
            </DeviceLines>,
          ],
        },
        {
          knot: 'stays',
          title: <Text id="will.stays" />,
          body: [
            others.length > 0 && <StayingDevices key="list" devices={others} among={all} />,
            <StaysText key="text" ways={ways} others={others.length} isComplete={isComplete} />,
          ].filter((line) => line !== false),
        },
        {
          knot: 'next',
          title: <Text id="will.next" />,
          body: [<Text key="next" id={nextOf(kind, others, ways)} />],
        },
        {
          knot: 'told',
          title: <Text id="will.told" />,
          body: [<Text key="told" id="will.toldText" />],
        },
      ]}
    />
  );
}

/** Devices in a list, a line each. */
export function DeviceLines({
  devices,
  children,
}: {
  readonly devices: readonly Device[];
  readonly children: (device: Device) => ReactNode;
}): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles
    <ul role="list">
      {devices.map((device) => (
        <li key={device.id}>{children(device)}</li>
      ))}
    </ul>
  );
}

/** What stays, by name and kind. */
export function StayingDevices({
  devices,
  among,
}: {
  readonly devices: readonly Device[];
  readonly among: readonly Device[];
}): ReactNode {
  return (
    <DeviceLines devices={devices}>
      {(device) => <ListedDevice device={device} among={among} />}
    </DeviceLines>
  );
}

function GoingDevice({
  device,
  among,
}: {
  readonly device: Device;
  readonly among: readonly Device[];
}): ReactNode {
  const ago = useAgo();
  const name = <DeviceName device={device} among={among} />;
  if (device.registeredAt === null) return name;
  const added = <Time at={device.registeredAt} look="day" />;
  if (device.lastUsedAt === null) return <Text id="will.goesUnused" values={{ name, added }} />;
  return <Text id="will.goesUsed" values={{ name, added, ago: ago(device.lastUsedAt) }} />;
}

function StaysText({
  ways,
  others,
  isComplete,
}: {
  readonly ways: number;
  readonly others: number;
  readonly isComplete: boolean;
}): ReactNode {
  if (!isComplete) return <Text id="will.notAllRead" />;
  if (ways > 0) return <Text id="will.ways" values={{ count: ways }} />;
  const id = others > 0 ? 'will.noWay' : 'will.nothing';
  return <Text id={id} values={{ strong: bold }} />;
}

function nextOf(kind: Kind, others: readonly Device[], ways: number): MessageKey {
  if (kind === 'TRUSTED' || kind === 'PROFILE' || kind === 'BOUND') return `next.${kind}`;
  if (others.some((device) => device.kind === kind)) return 'next.sameKind';
  return ways > 0 ? 'next.otherWay' : 'next.noWay';
}
