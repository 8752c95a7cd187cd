import { Field } from 'type-graphql';
import type { RequestedStep } from '../../domain/campaign/campaign-steps.ts';
import { CampaignStep } from '../enums/campaign-enums.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';

@ValueType('A step that a campaign permits now.', { name: 'ResetCampaignPossibleStep' })
export class PossibleStep {
  @Field(() => CampaignStep, { description: 'The step.' })
  step!: RequestedStep;

  @NullableField(
    () => Boolean,
    'Whether the caller may take the step: some need another person than the creator. Null if AM does not report who the caller is.',
  )
  isForCaller!: boolean | null;
}
