import { createUnionType, Field, Int } from 'type-graphql';
import type { NewLine } from '../../domain/campaign/new-campaign.ts';
import { campaignResultIn } from '../../domain/campaign/campaign-line.ts';
import type { CampaignResult as CampaignResultValue } from '../../domain/campaign/campaign-line.ts';
import { Access } from '../fields/access.ts';
import {
  DeviceChangeError,
  DeviceChangeKeyReused,
  ErrorType,
  userError,
} from '../change/errors/change-error.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { CampaignResult } from '../enums/campaign-enums.ts';
import { Campaign } from './campaign.type.ts';

@ValueType('A line of a file, group or search that names no person to reset.')
export class ResetCampaignBadLine {
  @Field(() => Int, { description: 'The number of the line, from 1.' })
  number!: number;

  @Field(() => String, { description: 'The start of the line, at most 255 characters.' })
  text!: string;

  @Field(() => CampaignResult, { description: 'Why it names no one.' })
  result!: CampaignResultValue;
}

@ErrorType('The list of people cannot be used. Nothing was created.')
export class ResetCampaignPeopleUnusable extends DeviceChangeError {}

@ErrorType(
  'Lines name no person. Nothing was created. Correct them, or send `skipBadLines` to leave them out.',
)
export class ResetCampaignBadLines extends DeviceChangeError {
  @Access('with parent')
  @Field(() => [ResetCampaignBadLine], { description: 'The first 20 of these lines.' })
  lines!: readonly ResetCampaignBadLine[];

  @Access('with parent')
  @Field(() => Int, { description: 'How many lines name no person.' })
  count!: number;
}

const CreateResetCampaignError = createUnionType({
  name: 'CreateResetCampaignError',
  description: 'Why a campaign was not created.',
  types: () => [ResetCampaignPeopleUnusable, ResetCampaignBadLines, DeviceChangeKeyReused] as const,
});

@ValueType('The result of creating a campaign.')
export class CreateResetCampaignPayload {
  @NullableField(() => Campaign, 'The campaign, before its dry run. Null if it was not created.')
  campaign!: Campaign | null;

  @Field(() => [CreateResetCampaignError], {
    description: 'Why it was not created. Empty on success.',
  })
  errors!: readonly (typeof CreateResetCampaignError)[];
}

const path = ['input', 'people'];

export function peopleUnusable(message: string): ResetCampaignPeopleUnusable {
  return userError(ResetCampaignPeopleUnusable, `${message} Nothing was created.`, path);
}

export function badLines(lines: readonly NewLine[], count: number): ResetCampaignBadLines {
  const error = userError(
    ResetCampaignBadLines,
    'Lines name no person. Nothing was created.',
    path,
  );
  const shown = lines.map(({ number, name, skipped }) => ({
    number,
    text: name,
    result: campaignResultIn(skipped ?? 'BAD_LINE'),
  }));
  return Object.assign(error, { lines: shown, count });
}
