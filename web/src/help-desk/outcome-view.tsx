import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import { config } from '../config.ts';
import { useViewer } from '../data/session.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { SetupCode } from '../parts/setup-code.tsx';
import { Time } from '../parts/time.tsx';
import { nameOf } from '../parts/person-name.ts';
import { isSignOutUnmet } from '../removal/outcome.ts';
import type { RemovalOutcome } from '../removal/outcome.ts';
import { codesText } from '../text/codes-text.ts';
import { Text, useText } from '../text/text.tsx';
import { Afterwards } from './afterwards.tsx';
import type { Call } from './call.ts';
import { Results } from './results.tsx';
import type { DeskOutcome } from './use-removal-steps.ts';
import { shortNameOf } from './person.ts';
import type { Person } from './person.ts';
import { callerText } from './caller-text.ts';
import { startNextCall } from './desk-memory.ts';
import { CallerTextCard } from './caller-text-card.tsx';

const seals = {
  done: 'done',
  alreadyGone: 'empty',
  partly: 'failed',
  notDone: 'failed',
  unknown: 'unknown',
} as const satisfies Record<RemovalOutcome['status'], string>;

/** The outcome: a result for each kind, what to say to the caller, and the reference. */
export function OutcomeView(props: {
  readonly outcome: DeskOutcome;
  readonly person: Person;
  readonly isChecking: boolean;
  readonly onBack: () => void;
}): ReactNode {
  const { outcome, person, isChecking, onBack } = props;
  const texts = useText();
  const name = <Name>{nameOf(person)}</Name>;
  const shortName = <Name>{shortNameOf(person)}</Name>;
  const isUnmet = isSignOutUnmet(outcome);
  const isNewCode = outcome.status === 'alreadyGone' && outcome.setupCode !== null;
  const seal = isNewCode ? 'done' : seals[outcome.status];
  return (
    <div className="desk">
      <div className="desk-column">
        <Panel
          seal={isUnmet && seal === 'done' ? 'failed' : seal}
          isResult
          title={
            <Text
              id={isNewCode ? 'code.made' : `done.${outcome.status}.title`}
              values={{ name, count: outcome.removedCount }}
            />
          }
          line={<OutcomeLine outcome={outcome} name={shortName} />}
        >
          <SetupCode {...outcome} reader="agent" />
          <Results outcome={outcome} />
          <Afterwards {...outcome} name={shortNameOf(person)} />
          {outcome.status === 'unknown' && (
            <div className="button-row no-print">
              <Button look="primary" isBusy={isChecking} onPress={onBack}>
                <Text id={isChecking ? 'done.checking' : 'done.check'} />
              </Button>
            </div>
          )}
          <div className="card-foot panel-foot">
            {outcome.reference !== null && <Reference>{outcome.reference}</Reference>}
            <CallLine call={outcome.call} />
          </div>
        </Panel>
      </div>
      <OutcomeAside
        paragraphs={callerText(outcome, person, texts)}
        isProvenByCode={outcome.call.proof?.method === 'CODE'}
        reference={outcome.reference}
        onBack={onBack}
        back={<Text id="done.back" values={{ name: shortName }} />}
      />
    </div>
  );
}

/** When the outcome was checked, and that the user may still be signed in. */
function OutcomeLine({
  outcome,
  name,
}: {
  readonly outcome: DeskOutcome;
  readonly name: ReactElement;
}): ReactNode {
  const { status, removedCount: count, checkedAt, sentAt, setupCode } = outcome;
  const id =
    status === 'alreadyGone' && setupCode !== null
      ? 'code.madeLine'
      : (`done.${status}.line` as const);
  const time = <Time at={checkedAt ?? sentAt} look="clock" />;
  return (
    <>
      <Text id={id} values={{ count, time }} />
      {isSignOutUnmet(outcome) && status !== 'unknown' && (
        <>
          {' '}
          <Text id="done.sessions.unmet" values={{ name }} />
        </>
      )}
    </>
  );
}

/** What to say to the caller, and the links to go on. */
export function OutcomeAside({
  paragraphs,
  isProvenByCode,
  reference,
  onBack,
  back,
}: {
  readonly paragraphs: readonly string[];
  /** Whether the caller has read out a code: a sentence about codes would contradict the call. */
  readonly isProvenByCode: boolean;
  readonly reference: string | null;
  readonly onBack: () => void;
  /** The text of the button that goes back. */
  readonly back: ReactNode;
}): ReactNode {
  const { t } = useText();
  const codes = isProvenByCode ? [] : [t(codesText('call', config))];
  return (
    <div className="desk-column desk-form">
      <CallerTextCard paragraphs={[...paragraphs, ...codes]} reference={reference} />
      <div className="button-row no-print">
        <Link className="button button-primary" href="/help-desk" onClick={startNextCall}>
          <Text id="done.another" />
        </Link>
        <Button onPress={onBack}>
          <span>{back}</span>
        </Button>
        <Button onPress={() => print()}>
          <Icon name="print" />
          <Text id="outcome.print" />
        </Button>
      </div>
    </div>
  );
}

/** `INC-20461, Helen Ortiz, caller verified at 15:01` */
export function CallLine({ call }: { readonly call: Call }): ReactNode {
  const { me, caller } = useViewer();
  return (
    <p className="quiet small">
      {call.ticket.trim() !== '' && (
        <>
          <Name>{call.ticket.trim()}</Name>
          {', '}
        </>
      )}
      {me !== null && <Name>{nameOf(me)}</Name>}
      {call.proof !== null && (
        <>
          {', '}
          <Text
            id="done.provenAt"
            values={{ time: <Time at={call.proof.provenAt} look="clock" /> }}
          />
        </>
      )}
      {call.proof === null && caller.verificationMethods.length > 0 && (
        <>
          {', '}
          <Text id="done.verifiedAt" values={{ time: <Name>{call.verifiedAt}</Name> }} />
        </>
      )}
    </p>
  );
}
