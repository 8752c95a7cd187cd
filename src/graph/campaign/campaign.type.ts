import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../fields/access.ts';
import { DateTime } from '../fields/date-time.ts';
import { DeviceKind } from '../enums/enums.ts';
import { GatewayErrorCode } from '../enums/error-code.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { Node } from '../fields/node.type.ts';
import { DeviceChangeActor } from '../history/types/change-actor.type.ts';
import { PageInfo } from '../fields/page-info.type.ts';
import { CampaignHold, CampaignResult, CampaignState } from '../enums/campaign-enums.ts';
import type { CampaignResult as CampaignResultValue } from '../../domain/campaign/campaign-line.ts';
import { ValueType } from '../fields/value-type.ts';

@ValueType('How many people have one result.', { name: 'ResetCampaignResultCount' })
export class CampaignResultCount {
  @Field(() => CampaignResult, { description: 'The result.' })
  result!: CampaignResultValue;

  @NullableField(() => GatewayErrorCode, 'The error code, if `result` is `FAILED`.')
  refusal!: GatewayErrorCode | null;

  @Field(() => Int, { description: 'How many people.' })
  count!: number;
}

@ValueType('How many devices of a kind a dry run found.', { name: 'ResetCampaignDeviceCount' })
export class CampaignDeviceCount {
  @Field(() => DeviceKind, { description: 'The kind.' })
  kind!: DeviceKind;

  @Field(() => Int, { description: 'How many devices.' })
  count!: number;
}

@ValueType('How far a campaign is, in lines of its file.', { name: 'ResetCampaignProgress' })
export class CampaignProgress {
  @Field(() => Int, { description: 'All lines.' })
  lines!: number;

  @Field(() => Int, {
    description:
      'People who are not reached yet, or are tried again later. In an aborted campaign, people who were not reset.',
  })
  waiting!: number;

  @Field(() => Int, { description: 'People in progress.' })
  running!: number;

  @Field(() => Int, { description: 'People without a device of these kinds now.' })
  done!: number;

  @Field(() => Int, { description: 'People whose reset failed or has an unknown outcome.' })
  failed!: number;

  @Field(() => Int, { description: 'Lines for which no one is reset.' })
  skipped!: number;

  @Field(() => [CampaignResultCount], { description: 'The outcomes of `done`.' })
  outcomes!: readonly CampaignResultCount[];

  @Field(() => [CampaignResultCount], { description: 'Why lines were skipped.' })
  skips!: readonly CampaignResultCount[];

  @Field(() => Int, { description: 'How many people the dry run has read.' })
  checked!: number;

  @Field(() => [CampaignResultCount], {
    description: 'How many people the dry run would skip, by reason.',
  })
  findings!: readonly CampaignResultCount[];

  @Field(() => [CampaignDeviceCount], { description: 'The devices that the dry run found.' })
  deviceCounts!: readonly CampaignDeviceCount[];

  @Field(() => Float, { description: 'People a minute, within the last five minutes.' })
  perMinute!: number;

  @NullableField(() => Int, 'About how long the rest takes. Null unless people are reset now.')
  secondsLeft!: number | null;
}

@Access('with parent')
@ObjectType('ResetCampaign', {
  implements: Node,
  description: 'A reset of the devices of many people, in order.',
})
export class Campaign extends Node {
  @Field(() => ID, { description: 'The reference number, for people to read out.' })
  reference!: string;

  @Field(() => String, { description: 'The name of the realm of its people.' })
  realm!: string;

  @NullableField(() => String, 'The name of the area outside which no one is reset. Null without.')
  area!: string | null;

  @Field(() => CampaignState, { description: 'Its state.' })
  state!: CampaignState;

  @Field(() => DateTime, { description: 'When the state began.' })
  since!: Date;

  @NullableField(
    () => CampaignHold,
    'Why no one is reset although the campaign runs. Null if people are.',
  )
  heldBy!: CampaignHold | null;

  @Field(() => [DeviceKind], { description: 'The kinds of devices that it removes.' })
  kinds!: readonly DeviceKind[];

  @Field(() => String, { description: 'The reason, which each change records.' })
  reason!: string;

  @NullableField(() => String, 'The ticket. Null without one.')
  ticket!: string | null;

  @Field(() => Int, { description: 'The most people a minute.' })
  pacePerMinute!: number;

  @Field(() => Boolean, { description: 'Whether the sessions of the people end.' })
  isEndingSessions!: boolean;

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => DeviceChangeActor, { description: 'Who created it.' })
  createdBy!: DeviceChangeActor;

  @NullableField(() => DateTime, 'When it was started. Null before.')
  startedAt!: Date | null;

  @NullableField(() => DeviceChangeActor, 'Who started it. Null before.')
  startedBy!: DeviceChangeActor | null;

  @NullableField(() => DateTime, 'When it was done or aborted. Null before.')
  endedAt!: Date | null;
}

@ValueType('A campaign on a page.', { name: 'ResetCampaignEdge' })
export class CampaignEdge {
  @Field(() => Campaign, { description: 'The campaign.' })
  node!: Campaign;

  @Field(() => String, { description: 'Where the page continues after this campaign.' })
  cursor!: string;
}

@ValueType('A page of campaigns, newest first.', { name: 'ResetCampaignConnection' })
export class CampaignConnection {
  @Field(() => [CampaignEdge], { description: 'The campaigns with their cursors.' })
  edges!: readonly CampaignEdge[];

  @Field(() => [Campaign], { description: 'The campaigns.' })
  nodes!: readonly Campaign[];

  @Field(() => PageInfo, { description: 'Whether more campaigns follow.' })
  pageInfo!: PageInfo;
}
