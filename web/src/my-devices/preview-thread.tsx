import type { ReactNode } from 'react';
import { useNotifiedSteps } from '../notices/notice-steps.tsx';
import { provingDevices } from '../parts/device.ts';
import type { Device, Kind } from '../parts/device.ts';
import { DeviceName } from '../parts/device-name.tsx';
import { DeviceLines, ListedDevices } from '../parts/listed-devices.tsx';
import { Thread } from '../parts/thread.tsx';
import { Time, useAgo } from '../parts/time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { bold, Text } from '../text/text.tsx';

/** A removal before it is sent. */
export interface PreviewThreadProps {
  /** Null for several kinds. */
  readonly kind: Kind | null;
  readonly targets: readonly Device[];
  readonly others: readonly Device[];
  readonly isComplete: boolean;
}

/** What a removal will change, before it is sent. */
export function PreviewThread({
  kind,
  targets,
  others,
  isComplete,
}: PreviewThreadProps): ReactNode {
  const all = [...targets, ...others];
  const methods = provingDevices(others).length;
  const notified = useNotifiedSteps({ name: null });
  return (
    <Thread
      state="will"
      steps={[
        {
          knot: 'goes',
          title: <Text id="will.goes" />,
          body: [
            <DeviceLines key="goes" devices={targets}>
              {(device) => <RemovedDevice device={device} among={all} />}
            </DeviceLines>,
          ],
        },
        {
          knot: 'stays',
          title: <Text id="will.stays" />,
          body: [
            others.length > 0 && <ListedDevices key="list" devices={others} among={all} />,
            <StaysText
              key="text"
              methods={methods}
              others={others.length}
              isComplete={isComplete}
            />,
          ].filter((line) => line !== false),
        },
        {
          knot: 'next',
          title: <Text id="will.next" />,
          body: [<Text key="next" id={nextStep(kind, others, methods)} />],
        },
        {
          knot: 'record',
          title: <Text id="will.told" />,
          body: [<Text key="told" id="will.toldText" />],
        },
        ...notified,
      ]}
    />
  );
}

function RemovedDevice({
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
  methods,
  others,
  isComplete,
}: {
  /** How many devices stay with which the reader can sign in. */
  readonly methods: number;
  readonly others: number;
  readonly isComplete: boolean;
}): ReactNode {
  if (!isComplete) return <Text id="will.notAllRead" />;
  if (methods > 0) return <Text id="will.ways" values={{ count: methods }} />;
  const id = others > 0 ? 'will.noWay' : 'will.nothing';
  return <Text id={id} values={{ strong: bold }} />;
}

/** What follows the removal of a kind whose devices a user cannot replace by another method. */
export const nextStepOfKind = {
  TRUSTED: 'next.TRUSTED',
  PROFILE: 'next.PROFILE',
  BOUND: 'next.BOUND',
  OATH: null,
  PUSH: null,
  WEB_AUTHN: null,
  RECOGNIZE: null,
} as const satisfies Record<Kind, MessageKey | null>;

function nextStep(kind: Kind | null, others: readonly Device[], methods: number): MessageKey {
  const ofKind = kind === null ? null : nextStepOfKind[kind];
  if (ofKind !== null) return ofKind;
  if (others.some((device) => device.kind === kind)) return 'next.sameKind';
  return methods > 0 ? 'next.otherWay' : 'next.noWay';
}
