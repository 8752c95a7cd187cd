import type { ReactNode } from 'react';
import { useNotifiedSteps } from '../notices/notice-steps.tsx';
import { useAnnouncement } from '../parts/announcement.tsx';
import type { Device } from '../parts/device.ts';
import { ListedDevice } from '../parts/device-name.tsx';
import { Name } from '../parts/name.tsx';
import { Thread } from '../parts/thread.tsx';
import type { ThreadStep } from '../parts/thread.tsx';
import { Time, useList } from '../parts/time.tsx';
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
  /** Whether to say who will be notified: before the agent confirms. */
  readonly isLast?: boolean;
}

/**
 * The part of the form that says what will happen.
 * @param props.listedAt when the device list was read
 */
export function RemovalPreview({
  listedAt,
  ...props
}: PreviewThreadProps & { readonly listedAt: Date }): ReactNode {
  const { targets, person } = props;
  const { t } = useText();
  const ways = remainingMethods(person, targets).length;
  const status = [
    t('preview.status', { count: targets.length }),
    ...(isComplete(person) ? [t('preview.statusWays', { count: ways })] : []),
  ];
  // In short: the whole text would be read again after each tick.
  useAnnouncement(targets.length === 0 ? null : status.join(' '));
  return (
    <section className="preview" aria-labelledby="preview">
      <div>
        <h2 id="preview">
          <Text id="preview.title" />
        </h2>
        <p className="quiet small">
          {targets.length === 0 ? (
            <Text id="preview.nothing" />
          ) : (
            <Text id="preview.listed" values={{ time: <Time at={listedAt} look="clock" /> }} />
          )}
        </p>
      </div>
      {targets.length > 0 && <PreviewThread {...props} />}
    </section>
  );
}

/** What goes, what stays, and whether the user is signed out. */
export function PreviewThread({
  person,
  targets,
  call,
  isLast = false,
}: PreviewThreadProps): ReactNode {
  const list = useList();
  const all = devicesOf(person);
  const stays = all.filter((device) => !targets.includes(device));
  const named = (devices: readonly Device[]): ReactNode =>
    list(
      devices.map((device) => (
        <span key={device.id}>
          <ListedDevice device={device} among={all} />
        </span>
      )),
    );
  const name = <Name>{shortNameOf(person)}</Name>;
  const notified = useNotifiedSteps({ name: shortNameOf(person) });
  const steps: (ThreadStep | false)[] = [
    { knot: 'goes', title: <Text id="will.goes" />, body: [named(targets)] },
    {
      knot: 'stays',
      title: <Text id="will.stays" />,
      body: [
        ...(stays.length > 0 ? [named(stays)] : []),
        <Text
          key="ways"
          id={methodsMessage(person, targets)}
          values={{ name, count: remainingMethods(person, targets).length, strong: bold }}
        />,
      ],
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
    ...(isLast ? notified : []),
  ];
  return <Thread state="will" steps={steps.filter((step) => step !== false)} />;
}

function methodsMessage(person: Person, targets: readonly Device[]) {
  if (!isComplete(person)) return 'preview.notAllRead';
  return remainingMethods(person, targets).length > 0 ? 'preview.keepsWay' : 'preview.noWay';
}
