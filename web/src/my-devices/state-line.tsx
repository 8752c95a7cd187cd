import { useState } from 'react';
import type { ReactNode } from 'react';
import { provingDevices } from '../parts/device.ts';
import { Time, useDay } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import type { ShownDevices } from './use-my-devices.ts';

/** A change is recent for so many days. */
const recentDays = 30;

/**
 * The state of the account in one line. What could not be read is left out, and the last change
 * while the record is read again, as after a removal that this page has just made.
 */
export function StateLine({
  shown,
  isBusy,
}: {
  readonly shown: ShownDevices;
  readonly isBusy: boolean;
}): ReactNode {
  const { kinds, changes } = shown;
  const day = useDay();
  const [now] = useState(() => Date.now());
  const devices = kinds.flatMap((kind) => kind.devices ?? []);
  const isComplete = kinds.every((kind) => kind.devices !== null);
  const times = devices.flatMap(({ registeredAt }) => registeredAt ?? []);
  const newest = times.toSorted().at(-1);
  const last = changes?.find(({ isDryRun }) => !isDryRun);
  const isRecent = last !== undefined && now - Date.parse(last.at) < recentDays * 86_400_000;
  if (!isComplete) return null;
  return (
    <p className="state-line">
      <Text id="state.ways" values={{ count: provingDevices(devices).length }} />{' '}
      {newest !== undefined && (
        <Text id="state.newest" values={{ day: <Time at={newest} look="day" /> }} />
      )}{' '}
      {changes !== null &&
        !isBusy &&
        (isRecent ? (
          <Text id="state.changed" values={{ day: day(last.at) }} />
        ) : (
          <Text id="state.quiet" values={{ days: recentDays }} />
        ))}
    </p>
  );
}
