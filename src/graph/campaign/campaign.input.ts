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
export class StartCampaignInput extends CampaignInput {}

@InputType({ description: 'The campaign to pause.' })
export class PauseCampaignInput extends CampaignInput {}

@InputType({ description: 'The campaign to resume.' })
export class ResumeCampaignInput extends CampaignInput {}

@InputType({ description: 'The campaign to abort.' })
export class AbortCampaignInput extends CampaignInput {}

@InputType({ description: 'The campaign whose failures to try again.' })
export class RetryFailedOfCampaignInput extends CampaignInput {}
