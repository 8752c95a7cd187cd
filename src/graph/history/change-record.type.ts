import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { RemovedDevice } from '../change/removed-device.type.ts';
import { Cost } from '../cost.ts';
import { DateTime } from '../date-time.ts';
import { GatewayErrorCode } from '../error-code.ts';
import { ChangeEffect, DeviceKind, ChangeOutcome, SessionsEnding } from '../enums.ts';
import { ChangeActor } from './change-actor.type.ts';
import { ChangeReport } from './change-report.type.ts';
import { DeviceRenaming } from './device-renaming.type.ts';
import { PageInfo } from '../search/page-info.type.ts';
import { NullableField } from '../nullable-field.ts';

@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: "How the user's identity was verified.",
})
export class ChangeVerification {
  @Field(() => String, { description: 'The verification method.' })
  method!: string;

  @Field(() => DateTime, { description: 'When the identity was verified.' })
  at!: Date;

  @NullableField(
    () => String,
    'Where the verification is documented, or the id of the proof. Null if it was not stated.',
  )
  reference!: string | null;

  @NullableField(
    () => String,
    'Who confirmed a proof of identity: `AM`, or an external product. Null if staff only stated the verification.',
  )
  provenBy!: string | null;
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'How a second person approved a change.' })
export class ChangeApproval {
  @Field(() => DateTime, { description: 'When the change was requested.' })
  requestedAt!: Date;

  @Field(() => ChangeActor, { description: 'The caller who requested the change.' })
  requestedBy!: ChangeActor;

  @Field(() => ChangeActor, { description: 'The second person, who approved it.' })
  approvedBy!: ChangeActor;

  @NullableField(() => String, 'The note of the second person. Null if they gave none.')
  note!: string | null;
}

@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: "The record of a change to a user's devices or sessions.",
})
export class DeviceChange {
  @Field(() => ID, {
    description:
      'The reference number. Users can quote it, and `deviceChange` finds the change by it.',
  })
  id!: string;

  @Field(() => DateTime, {
    description: 'When the change was recorded, before anything was sent to AM.',
  })
  at!: Date;

  @Field(() => ChangeEffect, { description: 'What the change does to devices or sessions.' })
  effect!: (typeof ChangeEffect)[keyof typeof ChangeEffect];

  @Field(() => [DeviceKind], {
    description: 'The kinds of device that the change affects. Empty if it ends sessions only.',
  })
  kinds!: readonly DeviceKind[];

  @Field(() => Boolean, { description: 'Whether the change was a dry run, which changes nothing.' })
  isDryRun!: boolean;

  @NullableField(
    () => ChangeOutcome,
    'The outcome. Null while the change is in progress, and for a refused change.',
  )
  outcome!: ChangeOutcome | null;

  @NullableField(
    () => GatewayErrorCode,
    'The error code of the refusal. Null if the change was not refused.',
  )
  refusal!: GatewayErrorCode | null;

  @Field(() => ChangeActor, { description: 'The caller who made the change.' })
  actor!: ChangeActor;

  @Field(() => ID, { description: "AM's own id of the user whose devices the change affects." })
  personAmId!: string;

  @Field(() => String, { description: 'The name of the realm in which the change was made.' })
  realm!: string;

  @Cost({ items: 'counted above' })
  @Field(() => [RemovedDevice], { description: 'The devices that the change removed.' })
  removedDevices!: readonly RemovedDevice[];

  @NullableField(
    () => DateTime,
    'When a device was first registered again after the reset. Null if none was seen, or if the deployment does not watch resets.',
  )
  registeredAgainAt!: Date | null;

  @NullableField(() => DeviceRenaming, 'The old and the new label. Null if no device was renamed.')
  renaming!: DeviceRenaming | null;

  @Field(() => SessionsEnding, { description: "What happened to the user's other sessions." })
  sessionsEnding!: SessionsEnding;

  @NullableField(() => Int, 'How many other sessions ended. Null if none were counted.')
  sessionsEnded!: number | null;

  @NullableField(() => String, 'The reason that the caller gave. Null if the caller gave none.')
  reason!: string | null;

  @NullableField(() => String, 'The ticket that the caller gave. Null if the caller gave none.')
  ticket!: string | null;

  @NullableField(
    () => ChangeVerification,
    "How staff verified the user's identity. Null if it was not stated.",
  )
  verification!: ChangeVerification | null;

  @NullableField(
    () => ChangeApproval,
    "The second person's approval. Null if the caller made the change alone.",
  )
  approval!: ChangeApproval | null;

  @Field(() => Boolean, { description: 'Whether the caller overrode a limit.' })
  isOverride!: boolean;

  @NullableField(
    () => ChangeReport,
    'The report of the user that they do not recognise the change. Null without a report.',
  )
  report!: ChangeReport | null;

  @Field(() => String, {
    description: "The correlation id of the request. AM's audit log has it as the transaction id.",
  })
  correlationId!: string;
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'A recorded change with its cursor.' })
export class DeviceChangeEdge {
  @Field(() => DeviceChange, { description: 'The recorded change.' })
  node!: DeviceChange;

  @Field(() => String, { description: 'The cursor to pass as `after` for the next page.' })
  cursor!: string;
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'A page of recorded changes, newest first.' })
export class DeviceChangeConnection {
  @Cost({ items: 'counted above' })
  @Field(() => [DeviceChangeEdge], {
    description: 'The changes on this page, each with its cursor.',
  })
  edges!: readonly DeviceChangeEdge[];

  @Cost({ items: 'counted above' })
  @Field(() => [DeviceChange], { description: 'The changes on this page.' })
  nodes!: readonly DeviceChange[];

  @Field(() => Int, {
    description:
      'How many more changes this page has that this version of the gateway cannot read. Either a newer version wrote them, or they were altered.',
  })
  unreadable!: number;

  @Field(() => PageInfo, {
    description: 'The cursors of this page, and whether more pages follow.',
  })
  pageInfo!: PageInfo;
}
