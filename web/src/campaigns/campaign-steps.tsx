import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import {
  AbortCampaignDocument,
  CheckCampaignDocument,
  PauseCampaignDocument,
  ResumeCampaignDocument,
  RetryFailedOfCampaignDocument,
  StartCampaignDocument,
} from '@identity-gateway/client';
import type {
  AbortCampaignMutation,
  CheckCampaignMutation,
  PauseCampaignMutation,
  ResumeCampaignMutation,
  RetryFailedOfCampaignMutation,
  StartCampaignMutation,
} from '@identity-gateway/client';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import type { ShownCampaign } from './campaign.ts';
import { StepButton } from './step-button.tsx';
import { isCurrent, permittedSteps } from './steps.ts';
import type { Step, TakenStep } from './steps.ts';

const checkOf = (data: CheckCampaignMutation) => data.checkResetCampaign;
const startOf = (data: StartCampaignMutation) => data.startResetCampaign;
const pauseOf = (data: PauseCampaignMutation) => data.pauseResetCampaign;
const resumeOf = (data: ResumeCampaignMutation) => data.resumeResetCampaign;
const abortOf = (data: AbortCampaignMutation) => data.abortResetCampaign;
const retryOf = (data: RetryFailedOfCampaignMutation) => data.retryFailedOfResetCampaign;

interface Answer {
  readonly text: MessageKey;
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
  const [answer, setAnswer] = useState<Answer | null>(null);
  const status = useRef<HTMLParagraphElement>(null);
  const id = useId();
  useEffect(() => {
    // The button of the step disappears.
    if (answer !== null) status.current?.focus();
  }, [answer]);
  const { steps, isForOthers } = permittedSteps(campaign);
  const { state, createdBy } = campaign;
  const creator = createdBy.operator?.name ?? createdBy.amId ?? '';
  const isShown = answer !== null && (answer.taken === null || isCurrent(answer.taken, state));
  const onAnswer = (text: MessageKey, step: Step | null): void => {
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
      <StepButtons steps={steps} campaign={campaign} onAnswer={onAnswer} />
      <p ref={status} tabIndex={-1} role="status">
        {isShown && <Text id={answer.text} />}
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
  readonly onAnswer: (text: MessageKey, taken: Step | null) => void;
}): ReactNode {
  return (
    <div className="button-row">
      {steps.has('check') && (
        <StepButton step="check" document={CheckCampaignDocument} payloadOf={checkOf} {...shared} />
      )}
      {steps.has('start') && (
        <StepButton step="start" document={StartCampaignDocument} payloadOf={startOf} {...shared} />
      )}
      {steps.has('pause') && (
        <StepButton step="pause" document={PauseCampaignDocument} payloadOf={pauseOf} {...shared} />
      )}
      {steps.has('resume') && (
        <StepButton
          step="resume"
          document={ResumeCampaignDocument}
          payloadOf={resumeOf}
          {...shared}
        />
      )}
      {steps.has('retry') && (
        <StepButton
          step="retry"
          document={RetryFailedOfCampaignDocument}
          payloadOf={retryOf}
          {...shared}
        />
      )}
      {steps.has('abort') && (
        <StepButton step="abort" document={AbortCampaignDocument} payloadOf={abortOf} {...shared} />
      )}
    </div>
  );
}
