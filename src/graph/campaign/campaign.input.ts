import { Field, ID, InputType } from 'type-graphql';

@InputType()
abstract class CampaignInput {
  @Field(() => ID, {
    description:
      'The global id or the reference number of the campaign. Of the number lower case, missing dashes and similar letters are accepted.',
  })
  id!: string;
}

@InputType({ description: 'The campaign whose dry run to start.' })
export class CheckResetCampaignInput extends CampaignInput {}

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
