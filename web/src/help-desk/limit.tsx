import type { ReactNode } from 'react';
import type { Failure } from '../data/failure.ts';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import type { Kind } from '../parts/device.ts';
import { DueTime, Time, useDay, useList } from '../parts/time.tsx';
import { shortReference } from '../parts/reference.tsx';
import { Text } from '../text/text.tsx';
import type { Person } from './person.ts';

/** A limit that refuses changes of one kind. */
export interface KindLimit {
  /** RFC 3339. */
  readonly until: string;
  /** Whether the agent may exceed it. */
  readonly canOverride: boolean;
}

/** Returns a function that finds the limit of a kind; null if none is reached. */
export function useLimits(
  person: Person,
): (action: 'reset' | 'remove', kind: Kind) => KindLimit | null {
  const { caller } = useViewer();
  const canOverride = hasPermission(caller, 'canOverrideLimits');
  return (action, kind) => {
    const limit = person[action].limits?.find(({ kinds }) => kinds?.includes(kind));
    const until = limit?.until ?? null;
    return until === null ? null : { until, canOverride };
  };
}

/** When the kind can be removed again and who can lift the limit; the last removal. */
export function LimitText({
  person,
  kind,
  limit: { until, canOverride },
}: {
  readonly person: Person;
  readonly kind: Kind;
  readonly limit: KindLimit;
}): ReactNode {
  const day = useDay();
  const last = lastRemoval(person, kind);
  const time = <DueTime at={until} />;
  const who = canOverride ? 'you' : 'administrator';
  return (
    <>
      <Text id="limit.kind" values={{ time, who }} />
      {last !== undefined && (
        <>
          {' '}
          <Text
            id="limit.last"
            values={{
              day: day(last.at),
              time: <Time at={last.at} look="clock" />,
              reference: (
                <bdi className="number" translate="no">
                  {shortReference(last.reference)}
                </bdi>
              ),
            }}
          />
        </>
      )}
    </>
  );
}

/** Which kinds a limit that counts by kind refuses, as far as the page knows; else nothing. */
export function LimitedKinds({
  person,
  kinds,
  failure,
}: {
  readonly person: Pick<Person, 'reset' | 'remove'> | null;
  /** The kinds of the devices that were to be changed. */
  readonly kinds: readonly Kind[];
  readonly failure: Failure;
}): ReactNode {
  const list = useList();
  const limits = [person?.reset, person?.remove].flatMap((action) => action?.limits ?? []);
  const reached = kinds.filter((kind) => limits.some((limit) => limit.kinds?.includes(kind)));
  const named = reached.length > 0 ? reached : kinds;
  if (failure.limit !== 'PERSON_CHANGES' || (reached.length === 0 && named.length !== 1)) {
    return null;
  }
  const titles = named.map((kind) => <Text key={kind} id={`kind.${kind}.title`} />);
  return <Text id="limit.kinds" values={{ kinds: <>{list(titles)}</> }} />;
}

/** Returns the last listed change that removed devices of a kind. */
function lastRemoval({ history }: Person, kind: Kind) {
  return history?.edges
    .map(({ node }) => node)
    .find(
      ({ effect, removedDevices }) =>
        effect !== 'RENAME' && removedDevices.some((device) => device.kind === kind),
    );
}
