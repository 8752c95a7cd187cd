import { Field, Int } from 'type-graphql';
import type { NewLine } from '../../domain/campaign/new-campaign.ts';
import { campaignEndIn } from '../../domain/campaign/campaign-line.ts';
import type { CampaignResult as CampaignResultValue } from '../../domain/campaign/campaign-line.ts';
import { codedError, errorType, type CodedError } from '../change/errors/coded-error.ts';
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

const codes = {
  PEOPLE_UNUSABLE: 'The list of people cannot be used. Nothing was created.',
  BAD_LINES:
    'Lines name no person. Nothing was created. Correct them, or send `skipBadLines` to leave them out.',
  IDEMPOTENCY_KEY_REUSED:
    'The idempotency key was used for another campaign. Nothing was created. Use a new key.',
} as const;

type CreationError = CodedError<keyof typeof codes>;

const CreateResetCampaignError = errorType('CreateResetCampaignError', {
  description: 'Why a campaign was not created.',
  codes,
});

@ValueType('The result of creating a campaign.')
export class CreateResetCampaignPayload {
  @NullableField(() => Campaign, 'The campaign, before its dry run. Null if it was not created.')
  campaign!: Campaign | null;

  @Field(() => [CreateResetCampaignError], {
    description: 'Why it was not created. Empty on success.',
  })
  errors!: readonly CreationError[];

  @Field(() => [ResetCampaignBadLine], {
    description: 'The first 20 lines that name no person, for `BAD_LINES`; otherwise empty.',
  })
  badLines!: readonly ResetCampaignBadLine[];

  @Field(() => Int, { description: 'How many lines name no person, for `BAD_LINES`; otherwise 0.' })
  badLineCount!: number;
}

/** What was created, or why nothing was. */
export interface CreationFields {
  readonly campaign: object | null;
  readonly errors: readonly CreationError[];
  readonly badLines: readonly ResetCampaignBadLine[];
  readonly badLineCount: number;
}

const path = ['input', 'people'];

/** Nothing was created. */
export function notCreated(error: CreationError): CreationFields {
  return { campaign: null, errors: [error], badLines: [], badLineCount: 0 };
}

export function peopleUnusable(message: string): CreationFields {
  return notCreated(codedError('PEOPLE_UNUSABLE', `${message} Nothing was created.`, path));
}

export function badLines(lines: readonly NewLine[], badLineCount: number): CreationFields {
  const error = codedError('BAD_LINES', 'Lines name no person. Nothing was created.', path);
  const shown = lines.map(({ number, name, skipped }) => ({
    number,
    text: name,
    result: campaignEndIn(skipped ?? 'BAD_LINE').result,
  }));
  return { ...notCreated(error), badLines: shown, badLineCount };
}
