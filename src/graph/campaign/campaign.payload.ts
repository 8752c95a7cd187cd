import { createUnionType, Field, ObjectType } from 'type-graphql';
import type { StepRefusal } from '../../domain/campaign/campaign-steps.ts';
import { Access } from '../fields/access.ts';
import { DeviceChangeError, ErrorType, userError } from '../change/errors/change-error.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { CampaignState } from '../enums/campaign-enums.ts';
import { Campaign } from './campaign.type.ts';
import { limitReached } from '../../domain/values/limit.ts';

@ErrorType('The caller has no campaign with this id. Nothing was changed.')
export class ResetCampaignNotFound extends DeviceChangeError {}

@ErrorType('The state of the campaign does not permit this step. Nothing was changed.')
export class ResetCampaignStateConflict extends DeviceChangeError {
  @Access('with parent')
  @Field(() => CampaignState, { description: 'The state of the campaign.' })
  state!: CampaignState;
}

@ErrorType('Another person than the creator must take this step. Nothing was changed.')
export class ResetCampaignPersonConflict extends DeviceChangeError {}

const CampaignError = createUnionType({
  name: 'ResetCampaignError',
  description: 'Why a step of a campaign was not taken.',
  types: () =>
    [ResetCampaignNotFound, ResetCampaignStateConflict, ResetCampaignPersonConflict] as const,
});

@Access('with parent')
@ObjectType({ simpleResolvers: true })
export abstract class CampaignPayload {
  @NullableField(() => Campaign, 'The campaign. Null if the step was not taken.')
  campaign!: Campaign | null;

  @Field(() => [CampaignError], {
    description: 'Why the step was not taken. Empty on success.',
  })
  errors!: readonly (typeof CampaignError)[];
}

const path = ['input', 'id'];

/**
 * Returns the error of a step that was not taken.
 * @throws Failure RATE_LIMITED
 */
export function stepError(refusal: StepRefusal): object {
  switch (refusal.kind) {
    case 'unknown':
      return userError(ResetCampaignNotFound, 'There is no such campaign.', path);
    case 'state': {
      const message = 'The state of the campaign does not permit this. Look at it again.';
      const { state } = refusal;
      return Object.assign(userError(ResetCampaignStateConflict, message, path), { state });
    }
    case 'same person': {
      const message = 'You created this campaign. Ask a colleague to take this step.';
      return userError(ResetCampaignPersonConflict, message, path);
    }
    case 'limited':
      throw limitReached('You have taken too many steps. Nothing was changed.', refusal);
    default:
      return refusal satisfies never;
  }
}
