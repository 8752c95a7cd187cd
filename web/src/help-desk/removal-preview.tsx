import type { ReactNode } from 'react';
import { useNotifiedSteps } from '../notices/notice-steps.tsx';
import { useAnnouncement } from '../parts/announcement.tsx';
import type { Device } from '../parts/device.ts';
import { opensHold } from '../parts/holding-kinds.ts';
import { ListedDevices } from '../parts/listed-devices.tsx';
import { Name } from '../parts/name.tsx';
import { Thread } from '../parts/thread.tsx';
import type { ThreadStep } from '../parts/thread.tsx';
import { bold, Text, useText } from '../text/text.tsx';
import type { Call } from './call.ts';
import { devicesOf, endsSessions, isComplete, remainingMethods, shortNameOf } from './person.ts';
import type { Person } from './person.ts';

/** A removal before it is sent. */
export interface PreviewThreadProps {
  readonly person: Person;
  /** The devices to remove. */
  readonly targets: readonly Device[];
  readonly call: Call;
}

/** What will happen, in one line beside the button; the confirming step says all. */
export function PreviewLine({
  person,
  targets,
}: Pick<PreviewThreadProps, 'person' | 'targets'>): ReactNode {
  const { t } = useText();
  const ways = remainingMethods(person, targets).length;
  const status = [
    t('preview.status', { count: targets.length }),
    ...(isComplete(person) ? [t('preview.statusWays', { count: ways })] : []),
  ].join(' ');
  useAnnouncement(targets.length === 0 ? null : status);
  return <p className="preview-line">{targets.length === 0 ? t('preview.nothing') : status}</p>;
}

/** What goes, what stays, and whether the user is signed out. */
export function PreviewThread({ person, targets, call }: PreviewThreadProps): ReactNode {
  const all = devicesOf(person);
  const stays = all.filter((device) => !targets.includes(device));
  const name = <Name>{shortNameOf(person)}</Name>;
  const notified = useNotifiedSteps({ name: shortNameOf(person) });
  const role = person.reset.role ?? person.remove.role;
  const kinds = targets.map(({ kind }) => kind);
  const isHolding = role !== null && opensHold(person.realm, role, kinds);
  const steps: (ThreadStep | false)[] = [
    {
      knot: 'goes',
      title: <Text id="will.goes" />,
      body: [<ListedDevices key="list" devices={targets} among={all} />],
    },
    {
      knot: 'stays',
      title: <Text id="will.stays" />,
      body: [
        stays.length > 0 && <ListedDevices key="list" devices={stays} among={all} />,
        <Text
          key="ways"
          id={methodsMessage(person, targets)}
          values={{ name, count: remainingMethods(person, targets).length, strong: bold }}
        />,
      ].filter((line) => line !== false),
    },
    endsSessions(person, call) && {
      knot: 'out',
      title: <Text id="preview.signedOut" />,
      body: [<Text key="text" id="preview.signedOutText" values={{ name }} />],
    },
    {
      knot: 'next',
      title: <Text id="preview.next" />,
      body: [<Text key="text" id="preview.nextText" values={{ name }} />],
    },
    isHolding && {
      knot: 'next',
      title: <Text id="code.title" />,
      body: [<Text key="text" id="preview.code" values={{ name }} />],
    },
    ...notified,
  ];
  return <Thread state="will" steps={steps.filter((step) => step !== false)} />;
}

function methodsMessage(person: Person, targets: readonly Device[]) {
  if (!isComplete(person)) return 'preview.notAllRead';
  return remainingMethods(person, targets).length > 0 ? 'preview.keepsWay' : 'preview.noWay';
}
