import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Failure } from '../data/failure.ts';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import type { Kind } from '../parts/device.ts';
import { FailureText } from '../parts/failure-panel.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { ReferenceLine } from '../parts/reference.tsx';
import { DueTime } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import type { Call } from './call.ts';
import { LimitedKinds } from './limit.tsx';
import { shortNameOf } from './person.ts';
import type { Person } from './person.ts';
import { useCallRules } from './use-staff-rule.ts';

/** Why the gateway rejected a change, who can help, and how to exceed a limit if allowed. */
export function RefusedNote({
  what,
  person,
  kinds,
  failure,
  call,
  onCall,
}: {
  /** The rejected change. */
  readonly what: 'remove' | 'rename' | 'signOut';
  readonly person: Person;
  /** The kinds of the devices that were to be changed. */
  readonly kinds: readonly Kind[];
  readonly failure: Failure;
  readonly call: Call;
  readonly onCall: (call: Call) => void;
}): ReactNode {
  const { caller } = useViewer();
  const { isProofRequired } = useCallRules(person);
  const canOverride = hasPermission(caller, 'canOverrideLimits');
  const isLimit = failure.code === 'RATE_LIMITED';
  return (
    <div role="alert">
      <Note icon={isLimit ? 'clock' : 'warn'} isCaution>
        <p>
          {isLimit ? (
            <>
              <LimitText what={what} person={person} failure={failure} canOverride={canOverride} />{' '}
              <LimitedKinds person={person} kinds={kinds} failure={failure} />
            </>
          ) : failure.code === 'VERIFICATION_REQUIRED' ? (
            <Text id={verificationMessage(isProofRequired, call)} />
          ) : failure.code === 'BAD_USER_INPUT' ? (
            <Text id="call.refusedInput" />
          ) : (
            <FailureText failure={failure} />
          )}
        </p>
        {isLimit && canOverride && (
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
        {failure.reference !== null && <ReferenceLine>{failure.reference}</ReferenceLine>}
      </Note>
    </div>
  );
}

/** A proof that was never given is no old one. */
function verificationMessage(isProofRequired: boolean, { proof }: Call) {
  if (!isProofRequired) return 'call.verifyAgain';
  return proof === null ? 'call.proveFirst' : 'call.proveAgain';
}

function LimitText({
  what,
  person,
  failure,
  canOverride,
}: {
  readonly what: 'remove' | 'rename' | 'signOut';
  readonly person: Person;
  readonly failure: Failure;
  readonly canOverride: boolean;
}): ReactNode {
  const seconds = failure.retryAfterSeconds;
  const [now] = useState(() => Date.now());
  const name = <Name>{shortNameOf(person)}</Name>;
  const who = canOverride ? 'you' : 'administrator';
  const until = new Date(now + (seconds ?? 0) * 1000);
  const time = <DueTime at={until} />;
  if (what === 'signOut') {
    const when = seconds === null ? 'soon' : 'until';
    return <Text id="signOut.limit" values={{ when, name, who, time }} />;
  }
  if (seconds === null) return <Text id="limit.soon" values={{ what, name, who }} />;
  return <Text id="limit.until" values={{ what, name, who, time }} />;
}
