import { Field } from 'type-graphql';
import type { StepRefusal } from '../../domain/campaign/campaign-steps.ts';
import { limitReached } from '../../domain/values/limit.ts';
import { codedError, errorType, type CodedError } from '../change/errors/coded-error.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { Campaign } from './campaign.type.ts';

const codes = {
  CAMPAIGN_NOT_FOUND: 'The caller has no campaign with this id. Nothing was changed.',
  STATE_CONFLICT: 'The state of the campaign does not permit this step. Nothing was changed.',
  SAME_PERSON: 'Another person than the creator must take this step. Nothing was changed.',
} as const;

export type StepError = CodedError<keyof typeof codes>;

const TakeResetCampaignStepError = errorType('TakeResetCampaignStepError', {
  description: 'Why a step of a campaign was not taken.',
  codes,
});

@ValueType('The result of a step of a campaign.')
export class TakeResetCampaignStepPayload {
  @NullableField(
    () => Campaign,
    'The campaign after the step, or as it is now if the step was refused. Null if it was not found.',
  )
  campaign!: Campaign | null;

  @Field(() => [TakeResetCampaignStepError], {
    description: 'Why the step was not taken. Empty on success.',
  })
  errors!: readonly StepError[];
}

const path = ['input', 'id'];

export const noSuchCampaign = codedError('CAMPAIGN_NOT_FOUND', 'There is no such campaign.', path);

/**
 * Returns the error of a step that was not taken.
 * @throws Failure RATE_LIMITED
 */
export function stepError(refusal: StepRefusal): StepError {
  switch (refusal.kind) {
    case 'unknown':
      return noSuchCampaign;
    case 'state': {
      const message = 'The state of the campaign does not permit this. Look at it again.';
      return codedError('STATE_CONFLICT', message, ['input', 'step']);
    }
    case 'same person': {
      const message = 'You created this campaign. Ask a colleague to take this step.';
      return codedError('SAME_PERSON', message, ['input', 'step']);
    }
    case 'limited':
      throw limitReached('You have taken too many steps. Nothing was changed.', refusal);
    default:
      return refusal satisfies never;
  }
}
