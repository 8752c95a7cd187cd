import type { ReactNode } from 'react';
import type { Device } from '../parts/device.ts';
import { ListedDevice } from '../parts/device-name.tsx';
import { Name } from '../parts/name.tsx';
import { Thread } from '../parts/thread.tsx';
import type { ThreadStep } from '../parts/thread.tsx';
import { Time, useList } from '../parts/time.tsx';
import { bold, Text } from '../text/text.tsx';
import type { Call } from './call.ts';
import { devicesOf, isComplete, remainingWays, shortNameOf } from './person.ts';
import type { Person } from './person.ts';

/** What will happen, none of it yet. */
export interface WillHappenProps {
  readonly person: Person;
  readonly goes: readonly Device[];
  readonly call: Call;
  /** When the list was read, or the removal tried out. */
  readonly at: Date;
  readonly isTried: boolean;
}

/** The part of the form that says what will happen. */
export function WillHappen(props: WillHappenProps): ReactNode {
  const { goes, at, isTried } = props;
  return (
    <section className="preview" aria-labelledby="preview" aria-live="polite">
      <div>
        <h2 id="preview">
          <Text id="preview.title" />
        </h2>
        <p className="quiet small">
          {goes.length === 0 ? (
            <Text id="preview.nothing" />
          ) : (
            <Text
              id={isTried ? 'preview.tried' : 'preview.listed'}
              values={{ time: <Time at={at} look="clock" /> }}
            />
          )}
        </p>
      </div>
      {goes.length > 0 && <WillThread {...props} />}
    </section>
  );
}

/** What goes, what stays, who is signed out. */
export function WillThread({ person, goes, call }: WillHappenProps): ReactNode {
  const list = useList();
  const all = devicesOf(person);
  const stays = all.filter((device) => !goes.includes(device));
  const named = (devices: readonly Device[]): ReactNode =>
    list(
      devices.map((device) => (
        <span key={device.id}>
          <ListedDevice device={device} among={all} />
        </span>
      )),
    );
  const name = <Name>{shortNameOf(person)}</Name>;
  const steps: (ThreadStep | false)[] = [
    { knot: 'goes', title: <Text id="will.goes" />, body: [named(goes)] },
    {
      knot: 'stays',
      title: <Text id="will.stays" />,
      body: [
        ...(stays.length > 0 ? [named(stays)] : []),
        <Text
          key="ways"
          id={waysText(person, goes)}
          values={{ name, count: remainingWays(person, goes).length, strong: bold }}
        />,
      ],
    },
    call.endSessions && {
      knot: 'out',
      title: <Text id="preview.signedOut" />,
      body: [<Text key="text" id="preview.signedOutText" values={{ name }} />],
    },
    {
      knot: 'next',
      title: <Text id="preview.next" />,
      body: [<Text key="text" id="preview.nextText" values={{ name }} />],
    },
  ];
  return <Thread state="will" steps={steps.filter((step) => step !== false)} />;
}

function waysText(person: Person, goes: readonly Device[]) {
  if (!isComplete(person)) return 'preview.notAllRead';
  return remainingWays(person, goes).length > 0 ? 'preview.keepsWay' : 'preview.noWay';
}
