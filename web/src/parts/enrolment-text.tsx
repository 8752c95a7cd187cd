import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import { type Enrolment, needsNewCode } from './enrolment.ts';
import { Name } from './name.tsx';
import { DueTime, Time } from './time.tsx';

/** Whether a new device needs the code of a change, or how that ended; nothing without one. */
export function EnrolmentText({ enrolment }: { readonly enrolment: Enrolment | null }): ReactNode {
  if (enrolment === null || enrolment.state === 'NOT_CHANGED') return null;
  const { state, until, usedAt, endedAt, deviceName } = enrolment;
  const device = deviceName === null ? <Text id="device.unnamed" /> : <Name>{deviceName}</Name>;
  const time = <Time at={endedAt ?? until} />;
  return (
    <>
      {' '}
      <Text
        id={`enrolment.${state}`}
        values={{ device, time: state === 'OPEN' ? <DueTime at={until} /> : time }}
      />
      {state === 'OPEN' && usedAt !== null && (
        <>
          {' '}
          <Text id="enrolment.entered" values={{ time: <DueTime at={usedAt} /> }} />
        </>
      )}
      {needsNewCode(enrolment) && (
        <>
          {' '}
          <Text id="enrolment.noCode" />
        </>
      )}
    </>
  );
}
