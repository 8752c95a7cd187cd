import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useViewer } from '../data/session.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { Thread } from '../parts/thread.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import { Results } from './results.tsx';
import type { Outcome } from './outcome.ts';
import { nameOf, shortNameOf } from './person.ts';
import type { Person } from './person.ts';
import { TellTheCaller } from './tell-the-caller.tsx';

const seals = {
  done: 'done',
  nothing: 'empty',
  partly: 'failed',
  notDone: 'failed',
  unknown: 'unknown',
} as const;

/** What became of it: a result for each kind, what to tell the caller, the number to quote. */
export function Done(props: {
  readonly outcome: Outcome;
  readonly person: Person;
  readonly isChecking: boolean;
  readonly onBack: () => void;
}): ReactNode {
  const { outcome, person, isChecking, onBack } = props;
  const name = <Name>{nameOf(person)}</Name>;
  return (
    <div className="desk">
      <div className="desk-column">
        <Panel
          seal={seals[outcome.status]}
          isResult
          title={
            <Text id={`done.${outcome.status}.title`} values={{ name, count: outcome.gone }} />
          }
          line={
            <Text
              id={`done.${outcome.status}.line`}
              values={{
                count: outcome.gone,
                time: <Time at={outcome.checkedAt ?? outcome.sentAt} look="clock" />,
              }}
            />
          }
        >
          <Results outcome={outcome} />
          <Sessions outcome={outcome} />
          {outcome.status === 'unknown' && (
            <div className="button-row no-print">
              <Button look="primary" isBusy={isChecking} onPress={onBack}>
                <Text id={isChecking ? 'done.checking' : 'done.check'} />
              </Button>
            </div>
          )}
          <div className="card-foot panel-foot">
            {outcome.reference !== null && <Reference>{outcome.reference}</Reference>}
            <CallLine outcome={outcome} />
          </div>
        </Panel>
      </div>
      <DoneAside outcome={outcome} person={person} onBack={onBack} />
    </div>
  );
}

/** What to say, and where to go from here. */
function DoneAside({
  outcome,
  person,
  onBack,
}: {
  readonly outcome: Outcome;
  readonly person: Person;
  readonly onBack: () => void;
}): ReactNode {
  return (
    <div className="desk-column desk-form">
      <TellTheCaller outcome={outcome} person={person} />
      <div className="button-row no-print">
        <Link className="button button-primary" href="/help-desk">
          <Text id="done.another" />
        </Link>
        <Button onPress={onBack}>
          <span>
            <Text id="done.back" values={{ name: <Name>{shortNameOf(person)}</Name> }} />
          </span>
        </Button>
        <Button onPress={() => print()}>
          <Icon name="print" />
          <Text id="done.print" />
        </Button>
      </div>
    </div>
  );
}

function Sessions({
  outcome: { sessions, sessionsEnded },
}: {
  readonly outcome: Outcome;
}): ReactNode {
  if (sessions === 'NOT_ASKED') return null;
  const isEnded = sessions === 'ENDED';
  return (
    <Thread
      state="done"
      steps={[
        {
          knot: 'out',
          isPending: !isEnded,
          title: <Text id={isEnded ? 'done.signedOut' : 'done.notSignedOut'} />,
          body: [
            isEnded && sessionsEnded !== null ? (
              <Text key="text" id="done.sessionsCount" values={{ count: sessionsEnded }} />
            ) : (
              <Text key="text" id={`done.sessions.${sessions}`} />
            ),
          ],
        },
      ]}
    />
  );
}

/** `INC-20461, Helen Ortiz, caller verified at 15:01` */
function CallLine({ outcome: { call } }: { readonly outcome: Outcome }): ReactNode {
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
      {caller.verificationMethods.length > 0 && (
        <>
          {', '}
          <Text id="done.verifiedAt" values={{ time: <Name>{call.verifiedAt}</Name> }} />
        </>
      )}
    </p>
  );
}
