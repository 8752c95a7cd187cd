import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Failure } from '../data/failure.ts';
import { useViewer } from '../data/session.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FailureText, useFailureValues } from '../parts/failure-panel.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { ReferenceLine } from '../parts/reference.tsx';
import { Text, useText } from '../text/text.tsx';
import { CodeField } from './code-field.tsx';
import type { CallProof } from './proof.ts';
import { useProof } from './use-proof.ts';
import type { ProofStep, ProofSteps, WaitingProof } from './use-proof.ts';
import { VendorMethod, WaitingCheck } from './vendor-check.tsx';

/** The user who proves their identity. */
export interface ProofDialogProps {
  readonly userId: string;
  /** The user's name. */
  readonly name: string;
  readonly onCancel: () => void;
  readonly onProven: (proof: CallProof) => void;
}

/** Asks for a push or a code, shows the number to read out, and waits for the phone. */
export function ProofDialog({ userId, name, onCancel, onProven }: ProofDialogProps): ReactNode {
  const { t } = useText();
  const steps = useProof(userId, onProven);
  const { step } = steps;
  return (
    <Dialog
      title={<Text id="proof.title" values={{ name: <Name>{name}</Name> }} />}
      consequence={<Text id="proof.consequence" />}
      bodyLabel={t('proof.body')}
      onCancel={onCancel}
    >
      {step.at === 'waiting' ? (
        <Waiting proof={step} />
      ) : (
        <>
          {step.at !== 'start' && <Obstacle step={step} name={name} />}
          <Methods steps={steps} />
        </>
      )}
    </Dialog>
  );
}

/** Why nothing is proven yet. */
function Obstacle({
  step,
  name,
}: {
  readonly step: Extract<ProofStep, { readonly at: 'failed' | 'refused' }>;
  readonly name: string;
}): ReactNode {
  const note = useFirstFocus<HTMLDivElement>();
  return (
    <div ref={note} role="alert" tabIndex={-1} className="proof-note">
      <Note icon="warn" isCaution>
        <p>
          {step.at === 'failed' ? (
            <Text id={`proof.fault.${step.fault}`} values={{ name: <Name>{name}</Name> }} />
          ) : (
            <RefusedText failure={step.failure} />
          )}
        </p>
        {step.at === 'refused' && step.failure.reference !== null && (
          <ReferenceLine>{step.failure.reference}</ReferenceLine>
        )}
      </Note>
    </div>
  );
}

function RefusedText({ failure }: { readonly failure: Failure }): ReactNode {
  const valuesOf = useFailureValues();
  switch (failure.code) {
    case 'PROOFS_EXHAUSTED':
      return <Text id="proof.exhausted" />;
    case 'RATE_LIMITED':
      return <Text id="proof.limited" values={valuesOf(failure)} />;
    case 'NOT_SUPPORTED_UPSTREAM':
      return <Text id="proof.unavailable" />;
    default:
      return <FailureText failure={failure} />;
  }
}

/** The ways to prove it that this gateway has. */
function Methods({ steps }: { readonly steps: ProofSteps }): ReactNode {
  const { proofMethods } = useViewer().caller;
  return (
    <div className="proof-methods">
      {proofMethods.includes('PUSH') && (
        <section aria-labelledby="proof-push">
          <h3 id="proof-push">
            <Text id="proof.push" />
          </h3>
          <p className="quiet">
            <Text id="proof.pushText" />
          </p>
          <Button look="primary" isBusy={steps.isSending} onPress={() => void steps.sendPush()}>
            <Icon name="approve" />
            <Text id={steps.isSending ? 'notice.retrying' : 'proof.send'} />
          </Button>
        </section>
      )}
      {proofMethods.includes('CODE') && <CodeMethod steps={steps} />}
      {proofMethods.includes('VENDOR') && <VendorMethod steps={steps} />}
    </div>
  );
}

function CodeMethod({ steps }: { readonly steps: ProofSteps }): ReactNode {
  return (
    <section aria-labelledby="proof-code">
      <h3 id="proof-code">
        <Text id="proof.code" />
      </h3>
      <CodeField steps={steps} />
    </section>
  );
}

/** What to read out, and how much time is left. */
function Waiting({ proof }: { readonly proof: WaitingProof }): ReactNode {
  const part = useFirstFocus<HTMLDivElement>();
  const seconds = useSecondsUntil(proof.until);
  const { identityCheck } = proof;
  return (
    <div ref={part} className="proof-waiting" role="group" tabIndex={-1} aria-labelledby="waiting">
      {identityCheck === null ? (
        <WaitingPush challenge={proof.challenge} />
      ) : (
        <WaitingCheck check={identityCheck} />
      )}
      <p className="quiet small" role="timer">
        {seconds < 120 ? (
          <Text id="proof.left" values={{ seconds }} />
        ) : (
          <Text id="proof.minutesLeft" values={{ minutes: Math.ceil(seconds / 60) }} />
        )}
      </p>
    </div>
  );
}

/** The number to read out. */
function WaitingPush({ challenge }: Pick<WaitingProof, 'challenge'>): ReactNode {
  return (
    <>
      <h3 id="waiting">
        <Text id={challenge === null ? 'proof.approve' : 'proof.number'} />
      </h3>
      {challenge !== null && (
        <>
          <p className="proof-number">
            <output>{challenge}</output>
          </p>
          <p>
            <Text id="proof.numberText" />
          </p>
        </>
      )}
    </>
  );
}

/** The whole seconds until a moment; counts down. */
function useSecondsUntil(moment: Date): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((moment.getTime() - now) / 1000));
}

/** Focuses an element when it appears, because the button that led to it is gone or busy. */
function useFirstFocus<T extends HTMLElement>() {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
