import { Field, ID, InputType } from 'type-graphql';

@InputType()
abstract class CampaignInput {
  @Field(() => ID, {
    description:
      'The id of the campaign. Lower case, missing dashes and similar letters are accepted.',
  })
  id!: string;
}

@InputType({ description: 'The campaign to start.' })
export class StartResetCampaignInput extends CampaignInput {}

@InputType({ description: 'The campaign to pause.' })
export class PauseResetCampaignInput extends CampaignInput {}

@InputType({ description: 'The campaign to resume.' })
export class ResumeResetCampaignInput extends CampaignInput {}

@InputType({ description: 'The campaign to abort.' })
export class AbortResetCampaignInput extends CampaignInput {}

@InputType({ description: 'The campaign whose failures to try again.' })
export class RetryFailedOfResetCampaignInput extends CampaignInput {}
