import type { ReactNode } from 'react';
import { Name } from '../parts/name.tsx';
import { nameOf } from '../parts/person-name.ts';
import { SignedOutPanel } from '../sign-out/signed-out-panel.tsx';
import type { SignOutOutcome } from '../sign-out/use-sign-out.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import type { Call } from './call.ts';
import { CallLine, OutcomeAside } from './outcome-view.tsx';
import { shortNameOf } from './person.ts';
import type { Person } from './person.ts';

/** A sign-out everywhere at the help desk, and the call for which it was made. */
export interface DeskSignOut extends SignOutOutcome {
  readonly call: Call;
}

/** What the agent reads to the caller. */
const said = {
  done: 'say.signedOut',
  notDone: 'say.nothing',
  notSupported: 'say.nothing',
  unknown: 'signOut.say.unknown',
} as const satisfies Record<SignOutOutcome['status'], MessageKey>;

/** The outcome of a sign-out everywhere, what to say to the caller, and the reference. */
export function SignedOutView({
  outcome,
  person,
  onBack,
}: {
  readonly outcome: DeskSignOut;
  readonly person: Person;
  readonly onBack: () => void;
}): ReactNode {
  const { t } = useText();
  return (
    <div className="desk">
      <div className="desk-column">
        <SignedOutPanel
          name={nameOf(person)}
          outcome={outcome}
          foot={<CallLine call={outcome.call} />}
        />
      </div>
      <OutcomeAside
        paragraphs={[t(said[outcome.status])]}
        isProvenByCode={outcome.call.proof?.method === 'CODE'}
        reference={outcome.reference}
        onBack={onBack}
        back={<Text id="signOut.desk.back" values={{ name: <Name>{shortNameOf(person)}</Name> }} />}
      />
    </div>
  );
}
