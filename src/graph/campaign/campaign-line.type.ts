import { Field, ID, Int } from 'type-graphql';
import { DateTime } from '../fields/date-time.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { PageInfo } from '../fields/page-info.type.ts';
import { CampaignLineState, CampaignResult } from '../enums/campaign-enums.ts';
import { GatewayErrorCode } from '../enums/error-code.ts';
import type {
  CampaignResult as CampaignResultValue,
  LineState,
} from '../../domain/campaign/campaign-line.ts';
import { ValueType } from '../fields/value-type.ts';

@ValueType('A line of a campaign: a person, and what has become of them.', {
  name: 'ResetCampaignLine',
})
export class CampaignLine {
  @Field(() => Int, { description: 'The number of the line in the campaign, from 1.' })
  number!: number;

  @Field(() => String, { description: "The person's name as the campaign lists it: AM's own id." })
  name!: string;

  @Field(() => CampaignLineState, { description: 'What has become of the line.' })
  state!: LineState;

  @NullableField(() => CampaignResult, 'The outcome, or why the person was skipped. Null before.')
  result!: CampaignResultValue | null;

  @NullableField(() => GatewayErrorCode, 'The error code, if `result` is `FAILED`.')
  refusal!: GatewayErrorCode | null;

  @NullableField(
    () => ID,
    'The reference number of the change. Null without one. Use it in long lists: it costs no read.',
  )
  changeReference!: string | null;

  @NullableField(() => DateTime, 'When the line ended. Null before.')
  endedAt!: Date | null;

  @NullableField(
    () => CampaignResult,
    'Why the dry run would skip the person, or could not read them. Null otherwise.',
  )
  finding!: CampaignResultValue | null;

  @NullableField(() => GatewayErrorCode, 'The error code, if `finding` is `FAILED`.')
  findingRefusal!: GatewayErrorCode | null;

  @NullableField(
    () => Int,
    'How many devices the dry run has found. Null before, and for a person who would be skipped.',
  )
  deviceCount!: number | null;
}

@ValueType('A line on a page.', { name: 'ResetCampaignLineEdge' })
export class CampaignLineEdge {
  @Field(() => CampaignLine, { description: 'The line.' })
  node!: CampaignLine;

  @Field(() => String, { description: 'Where the page continues after this line.' })
  cursor!: string;
}

@ValueType('A page of lines, in the order of their numbers.', {
  name: 'ResetCampaignLineConnection',
})
export class CampaignLineConnection {
  @Field(() => [CampaignLineEdge], { description: 'The lines with their cursors.' })
  edges!: readonly CampaignLineEdge[];

  @Field(() => [CampaignLine], { description: 'The lines.' })
  nodes!: readonly CampaignLine[];

  @Field(() => PageInfo, { description: 'Whether more lines follow.' })
  pageInfo!: PageInfo;
}
