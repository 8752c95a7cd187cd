import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ClientDocument } from '@identity-gateway/client';
import { messageOf } from '../data/failure.ts';
import { useChange } from '../data/use-change.ts';
import type { ChangeResult } from '../data/use-change.ts';
import { Button } from '../parts/button.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import type { ShownCampaign } from './campaign.ts';
import { StartDialog } from './start-dialog.tsx';
import { StepDialog } from './step-dialog.tsx';
import type { Step } from './steps.ts';

/** What a step answers. */
interface StepPayload {
  readonly errors: readonly {
    readonly __typename?:
      'ResetCampaignNotFound' | 'ResetCampaignStateConflict' | 'ResetCampaignPersonConflict';
  }[];
}

const looks = {
  check: 'primary',
  start: 'primary',
  pause: 'primary',
  resume: 'primary',
  retry: 'plain',
  abort: 'plain',
} as const satisfies Record<Step, string>;

/** The button of a step. All that resets people or ends work is confirmed in a dialog. */
export function StepButton<Data>({
  step,
  campaign,
  document,
  payloadOf,
  onAnswer,
}: {
  readonly step: Step;
  readonly campaign: ShownCampaign;
  readonly document: ClientDocument<Data, { readonly input: { readonly id: string } }>;
  readonly payloadOf: (data: Data) => StepPayload | null;
  /** Called with the answer, and the step if it was taken. */
  readonly onAnswer: (text: MessageKey, taken: Step | null) => void;
}): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const { isBusy, send } = useChange(document, payloadOf);
  const take = async (): Promise<void> => {
    const result = await send({ input: { id: campaign.id } });
    if (result === null) return;
    setAsking(false);
    const isTaken = result.status === 'answered' && result.payload.errors.length === 0;
    onAnswer(answerTo(step, result), isTaken ? step : null);
  };
  const isConfirmed = step !== 'check' && step !== 'pause' && step !== 'resume';
  return (
    <>
      <Button
        look={looks[step]}
        isBusy={isBusy}
        opensDialog={isConfirmed}
        onPress={() => (isConfirmed ? setAsking(true) : void take())}
      >
        <Text id={isBusy ? 'campaign.busy' : `campaign.${step}`} />
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

function answerTo(step: Step, result: ChangeResult<StepPayload>): MessageKey {
  if (result.status === 'lost') return 'campaign.lost';
  if (result.status === 'refused') return messageOf(result.failure);
  const [error] = result.payload.errors;
  switch (error?.__typename) {
    case undefined:
      return error === undefined ? `campaign.taken.${step}` : 'failure.other';
    case 'ResetCampaignNotFound':
      return 'campaign.refused.notFound';
    case 'ResetCampaignStateConflict':
      return 'campaign.refused.state';
    case 'ResetCampaignPersonConflict':
      return 'campaign.refused.samePerson';
  }
}
