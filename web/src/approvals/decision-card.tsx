import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Failure } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import { useThreat } from '../data/threat.ts';
import { LimitedKinds } from '../help-desk/limit.tsx';
import { Button } from '../parts/button.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { Note } from '../parts/note.tsx';
import { ReferenceLine } from '../parts/reference.tsx';
import { SignInAgain } from '../parts/sign-in-again.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { DecisionDialog } from './decision-dialog.tsx';
import { decisionOwner, keptDecisions } from './kept-decision.ts';
import type { KeptDecision } from './kept-decision.ts';
import type { Request } from './request.ts';
import { useIsOver } from './time-left.tsx';
import { useDecision } from './use-decision.ts';
import type { Decision, DecisionAnswer } from './use-decision.ts';

/** A waiting request, and what became of the last decision about it. */
export interface DecisionCardProps {
  readonly request: Request;
  readonly name: string;
  readonly answer: DecisionAnswer | null;
  readonly isReading: boolean;
  /** Called with null when the reader gives a decision up. */
  readonly onAnswer: (answer: DecisionAnswer | null) => void;
  /** Reads the request again. */
  readonly onLook: () => void;
}

/** The decision that the reader can make, or why they cannot make one. */
export function DecisionCard(props: DecisionCardProps): ReactNode {
  const { request, name, answer, isReading, onAnswer, onLook } = props;
  const { t } = useText();
  const { isBusy, decide } = useDecision(request.id);
  const owner = decisionOwner(useViewer().me?.id ?? 'no reader', request);
  const [choice, setChoice] = useState(() => keptDecisions.load(owner));
  const isOver = useIsOver(request.expiresAt);
  const isFrozen = useThreat()?.staff === 'refused';
  const close = (): void => {
    keptDecisions.clear();
    setChoice(null);
  };
  const confirm = async (chosen: KeptDecision): Promise<void> => {
    const next = await decide(chosen.decision, chosen.note);
    if (next === null) return;
    if (next.next === 'signIn') keptDecisions.save(chosen, owner);
    else close();
    onAnswer(next);
  };
  return (
    <section className="card desk-form" aria-labelledby="decide">
      <div className="form">
        <h2 id="decide">
          <Text id="approvals.decide" />
        </h2>
        <Problem answer={answer} kinds={request.kinds} />
        <p className="quiet">
          <Text id={isOver ? 'approvals.over' : hintOf(request, isFrozen)} />
        </p>
        {isOver ? (
          <LookAgain isReading={isReading} onLook={onLook} />
        ) : (
          <Choices
            request={request}
            isFrozen={isFrozen}
            onChoose={(decision) => setChoice({ decision, note: '' })}
          />
        )}
      </div>
      {answer?.next === 'signIn' ? (
        <SignInAgain action={t('signInAgain.approve')} onCancel={() => (close(), onAnswer(null))} />
      ) : (
        choice !== null && (
          <DecisionDialog
            decision={choice.decision}
            request={request}
            name={name}
            firstNote={choice.note}
            isBusy={isBusy}
            onCancel={close}
            onConfirm={(note) => void confirm({ ...choice, note })}
          />
        )
      )}
    </section>
  );
}

function LookAgain({
  isReading,
  onLook,
}: Pick<DecisionCardProps, 'isReading' | 'onLook'>): ReactNode {
  return (
    <div className="button-row">
      <Button isBusy={isReading} onPress={onLook}>
        <Text id={isReading ? 'retry.busy' : 'approvals.again'} />
      </Button>
    </div>
  );
}

function hintOf({ canDecide, canWithdraw }: Request, isFrozen: boolean): MessageKey {
  if (canDecide && isFrozen) return 'approvals.frozen';
  if (canDecide) return 'approvals.hint';
  return canWithdraw ? 'approvals.yours' : 'approvals.own';
}

function Choices({
  request: { canDecide, canWithdraw },
  isFrozen,
  onChoose,
}: {
  readonly request: Request;
  readonly isFrozen: boolean;
  readonly onChoose: (decision: Decision) => void;
}): ReactNode {
  if (!canDecide && !canWithdraw) return null;
  return (
    <div className="button-row">
      {canDecide && (
        <>
          {!isFrozen && (
            <Button look="primary" opensDialog onPress={() => onChoose('approve')}>
              <Text id="approvals.approve" />
            </Button>
          )}
          <Button opensDialog onPress={() => onChoose('reject')}>
            <Text id="approvals.reject" />
          </Button>
        </>
      )}
      {canWithdraw && (
        <Button opensDialog onPress={() => onChoose('withdraw')}>
          <Text id="approvals.withdraw" />
        </Button>
      )}
    </div>
  );
}

/** Why the last decision was not carried out. The request continues to wait. */
function Problem({
  answer,
  kinds,
}: {
  readonly answer: DecisionAnswer | null;
  /** The kinds of the request. */
  readonly kinds: Request['kinds'];
}): ReactNode {
  if (answer?.next !== 'refused' && answer?.next !== 'lost') return null;
  return (
    <div role="alert">
      <Note icon="warn" isCaution>
        {answer.next === 'lost' ? (
          <p>
            <Text id="approvals.lost" /> <Text id="approvals.waitsOn" />
          </p>
        ) : (
          <Refused failure={answer.failure} kinds={kinds} />
        )}
      </Note>
    </div>
  );
}

function Refused({
  failure,
  kinds,
}: {
  readonly failure: Failure;
  readonly kinds: Request['kinds'];
}): ReactNode {
  const { code, reference, retryAfterSeconds } = failure;
  const minutes = Math.ceil((retryAfterSeconds ?? 60) / 60);
  return (
    <>
      <p>
        {code === 'BAD_USER_INPUT' ? (
          <Text id="approvals.noteRefused" />
        ) : code === 'RATE_LIMITED' ? (
          <>
            <Text id="approvals.limited" values={{ minutes }} />{' '}
            <LimitedKinds person={null} kinds={kinds} failure={failure} />
          </>
        ) : (
          <FailureText failure={failure} />
        )}{' '}
        <Text id="approvals.waitsOn" />
      </p>
      {reference !== null && <ReferenceLine>{reference}</ReferenceLine>}
    </>
  );
}
