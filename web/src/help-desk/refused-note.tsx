import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Failure } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import type { Call } from './call.ts';
import { shortNameOf } from './person.ts';
import type { Person } from './person.ts';

/** Why nothing was done, who can help, and for whoever may pass a limit, how. */
export function RefusedNote({
  what,
  person,
  failure,
  call,
  onCall,
}: {
  /** What was to be done. */
  readonly what: 'remove' | 'rename';
  readonly person: Person;
  readonly failure: Failure;
  readonly call: Call;
  readonly onCall: (call: Call) => void;
}): ReactNode {
  const { caller } = useViewer();
  const mayPass = caller.roles.some((role) => role === 'ADMINISTRATOR' || role === 'SUPER_USER');
  const isLimit = failure.code === 'RATE_LIMITED';
  return (
    <div role="alert">
      <Note icon={isLimit ? 'clock' : 'warn'} isCaution>
        <p>
          {isLimit ? (
            <LimitText what={what} person={person} failure={failure} mayPass={mayPass} />
          ) : failure.code === 'VERIFICATION_REQUIRED' ? (
            <Text id="call.verifyAgain" />
          ) : failure.code === 'BAD_USER_INPUT' ? (
            <Text id="call.refusedInput" />
          ) : (
            <FailureText failure={failure} />
          )}
        </p>
        {isLimit && mayPass && (
          <label className="choice">
            <input
              type="checkbox"
              checked={call.overrideLimit}
              onChange={({ target }) => onCall({ ...call, overrideLimit: target.checked })}
            />
            <span>
              <Text id="limit.pass" />
              <small>
                <Text id="limit.passHint" />
              </small>
            </span>
          </label>
        )}
        {failure.reference !== null && (
          <p>
            <Text
              id="reference.line"
              values={{ reference: <bdi className="number">{failure.reference}</bdi> }}
            />
          </p>
        )}
      </Note>
    </div>
  );
}

function LimitText({
  what,
  person,
  failure,
  mayPass,
}: {
  readonly what: 'remove' | 'rename';
  readonly person: Person;
  readonly failure: Failure;
  readonly mayPass: boolean;
}): ReactNode {
  const seconds = failure.retryAfterSeconds;
  const [now] = useState(() => Date.now());
  const name = <Name>{shortNameOf(person)}</Name>;
  const who = mayPass ? 'you' : 'administrator';
  if (seconds === null) return <Text id="limit.soon" values={{ what, name, who }} />;
  const until = new Date(now + seconds * 1000);
  const isToday = until.toDateString() === new Date(now).toDateString();
  return (
    <Text
      id="limit.until"
      values={{ what, name, who, time: <Time at={until} look={isToday ? 'clock' : 'moment'} /> }}
    />
  );
}
