import { Field, InputType, Int } from 'type-graphql';
import { longestFile, mostPeople } from '../../changes/campaigns/order-campaign.ts';
import { fastestPace } from '../../domain/rules/plan-rules.ts';
import { DeviceKind } from '../enums/enums.ts';
import { ChoiceField, NullableField } from '../fields/nullable-field.ts';
import { OneOfInput } from '../fields/input.ts';

@OneOfInput('The people of a campaign. Exactly one field must be given.')
export class ResetCampaignPeopleInput {
  @NullableField(
    () => String,
    `The text of a CSV file: one person a line, in the first column, by AM's own id. At most ${mostPeople} lines and ${longestFile} bytes.`,
  )
  csv?: string | null;

  @NullableField(
    () => String,
    `The name of a group of the realm, whose direct members are meant: at most ${mostPeople}.`,
  )
  group?: string | null;

  @NullableField(
    () => String,
    `The start of a user name, mail address or name, 3 to 100 characters. It finds at most ${mostPeople} people.`,
  )
  search?: string | null;
}

@InputType({ description: 'The campaign to create.' })
export class CreateResetCampaignInput {
  @Field(() => String, { description: 'The name of a served realm.' })
  realm!: string;

  @NullableField(
    () => String,
    'The area outside which no one is reset. Absent or null: the whole realm. Administrators of an area must name it, and give a file.',
  )
  area?: string | null;

  @Field(() => ResetCampaignPeopleInput, { description: 'Who is reset.' })
  people!: ResetCampaignPeopleInput;

  @Field(() => [DeviceKind], { description: 'The kinds of devices to remove.' })
  kinds!: readonly DeviceKind[];

  @Field(() => String, {
    description: 'The reason, 1 to 500 characters on one line. Each change records it.',
  })
  reason!: string;

  @NullableField(() => String, 'The ticket, at most 100 characters. Each change records it.')
  ticket?: string | null;

  @Field(() => Int, { description: `The most people a minute, 1 to ${fastestPace}.` })
  pacePerMinute!: number;

  @ChoiceField('Whether the sessions of the people end.', true)
  endSessions!: boolean;

  @ChoiceField(
    'Whether to create the campaign although lines name no person. They are kept as skipped ones.',
  )
  skipBadLines!: boolean;

  @Field(() => String, {
    description:
      'A unique key, 1 to 200 characters, for example a UUID. A repeated request with the same key within 24 hours returns the first campaign and creates nothing.',
  })
  idempotencyKey!: string;
}
