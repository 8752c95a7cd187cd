import { useState } from 'react';
import type { ReactNode } from 'react';
import { TakeCampaignStepDocument } from '@identity-gateway/client';
import type { TakeCampaignStepMutation } from '@identity-gateway/client';
import { defect } from '../data/failure.ts';
import { useChange } from '../data/use-change.ts';
import type { ChangeResult } from '../data/use-change.ts';
import { Button } from '../parts/button.tsx';
import type { Answer } from '../parts/failure-panel.tsx';
import { Text } from '../text/text.tsx';
import type { ShownCampaign } from './campaign.ts';
import { StartDialog } from './start-dialog.tsx';
import { StepDialog } from './step-dialog.tsx';
import { stepNames } from './steps.ts';
import type { Step } from './steps.ts';

type StepPayload = NonNullable<TakeCampaignStepMutation['takeResetCampaignStep']>;

const payloadOf = (data: TakeCampaignStepMutation): StepPayload | null =>
  data.takeResetCampaignStep;

/** The button of a step. All that resets people or ends work is confirmed in a dialog. */
export function StepButton({
  step,
  isMain,
  campaign,
  onAnswer,
}: {
  readonly step: Step;
  /** Whether it leads on: one button of a page does. */
  readonly isMain: boolean;
  readonly campaign: ShownCampaign;
  /** Called with the answer, and the step if it was taken. */
  readonly onAnswer: (text: Answer, taken: Step | null) => void;
}): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const { isBusy, send } = useChange(TakeCampaignStepDocument, payloadOf);
  const take = async (): Promise<void> => {
    const result = await send({ input: { id: campaign.id, step: stepNames[step] } });
    if (result === null) return;
    setAsking(false);
    const isTaken = result.status === 'answered' && result.payload.errors.length === 0;
    onAnswer(answerTo(step, result), isTaken ? step : null);
  };
  const isConfirmed = step !== 'check' && step !== 'pause' && step !== 'resume';
  return (
    <>
      <Button
        look={isMain ? 'primary' : 'plain'}
        isBusy={isBusy}
        opensDialog={isConfirmed}
        onPress={() => (isConfirmed ? setAsking(true) : void take())}
      >
        <Text id={isBusy ? 'notice.retrying' : `campaign.${step}`} />
      </Button>
      {isAsking && step === 'start' && (
        <StartDialog
          campaign={campaign}
          isBusy={isBusy}
          onCancel={() => setAsking(false)}
          onConfirm={() => void take()}
        />
      )}
      {isAsking && isConfirmed && step !== 'start' && (
        <StepDialog
          step={step}
          campaign={campaign}
          isBusy={isBusy}
          onCancel={() => setAsking(false)}
          onConfirm={() => void take()}
        />
      )}
    </>
  );
}

function answerTo(step: Step, result: ChangeResult<StepPayload>): Answer {
  if (result.status === 'lost') return 'campaign.lost';
  if (result.status === 'refused') return result.failure;
  const [error] = result.payload.errors;
  switch (error?.code) {
    case undefined:
      return error === undefined ? `campaign.taken.${step}` : defect;
    case 'CAMPAIGN_NOT_FOUND':
      return 'campaign.refused.notFound';
    case 'STATE_CONFLICT':
      return 'campaign.refused.state';
    case 'SAME_PERSON':
      return 'campaign.refused.samePerson';
  }
}
