import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useThreat } from '../data/threat.ts';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { AnswerText } from '../parts/failure-panel.tsx';
import type { Answer } from '../parts/failure-panel.tsx';
import { Text } from '../text/text.tsx';
import type { ShownCampaign } from './campaign.ts';
import { StepButton } from './step-button.tsx';
import { isCurrent, mainSteps, permittedSteps, withoutChanges } from './steps.ts';
import type { Step, TakenStep } from './steps.ts';

interface StepAnswer {
  readonly text: Answer;
  /** Null if the step was not taken. */
  readonly taken: TakenStep | null;
}

/** The steps that the state permits, and why the caller cannot take one. */
export function CampaignSteps({
  campaign,
  onTaken,
}: {
  readonly campaign: ShownCampaign;
  readonly onTaken: () => void;
}): ReactNode {
  const [answer, setAnswer] = useState<StepAnswer | null>(null);
  const status = useRef<HTMLParagraphElement>(null);
  const id = useId();
  useEffect(() => {
    // The button of the step disappears.
    if (answer !== null) status.current?.focus();
  }, [answer]);
  const permitted = permittedSteps(campaign);
  const { isForOthers } = permitted;
  const isFrozen = useThreat()?.staff === 'refused';
  const steps = isFrozen ? withoutChanges(permitted.steps) : permitted.steps;
  const { state, createdBy } = campaign;
  const creator = createdBy.operator?.name ?? createdBy.amId ?? '';
  const isShown = answer !== null && (answer.taken === null || isCurrent(answer.taken, state));
  const onAnswer = (text: Answer, step: Step | null): void => {
    setAnswer({ text, taken: step && { step, from: state } });
    onTaken();
  };
  return (
    <section className="campaign-steps no-print" aria-labelledby={id}>
      <h2 id={id} className="hidden-text">
        <Text id="campaign.steps" />
      </h2>
      {isForOthers && (
        <Note>
          <p>
            <Text id="campaign.yours" values={{ name: <Name>{creator}</Name> }} />
          </p>
        </Note>
      )}
      {isFrozen && (
        <Note>
          <p>
            <Text id="campaign.frozen" />
          </p>
        </Note>
      )}
      <StepButtons steps={steps} campaign={campaign} onAnswer={onAnswer} />
      <p ref={status} tabIndex={-1} role="status">
        {isShown && <AnswerText answer={answer.text} />}
      </p>
    </section>
  );
}

function StepButtons({
  steps,
  ...shared
}: {
  readonly steps: ReadonlySet<Step>;
  readonly campaign: ShownCampaign;
  readonly onAnswer: (text: Answer, taken: Step | null) => void;
}): ReactNode {
  const main = mainSteps.find((step) => steps.has(step));
  return (
    <div className="button-row">
      {[...steps].map((step) => (
        <StepButton key={step} step={step} isMain={step === main} {...shared} />
      ))}
    </div>
  );
}
