import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { RemovedDevice } from '../change/removed-device.type.ts';
import { Cost } from '../cost.ts';
import { DateTime } from '../date-time.ts';
import { DeviceKind } from '../enums.ts';
import { GatewayErrorCode } from '../error-code.ts';
import { ChangeActor } from '../history/change-actor.type.ts';
import { ChangeVerification } from '../history/change-record.type.ts';
import { NullableField } from '../nullable-field.ts';
import { PageInfo } from '../search/page-info.type.ts';
import { ApprovalState, RequestableEffect } from './approval-enums.ts';

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'How a requested change ended.' })
export class PendingChangeDecision {
  @Field(() => DateTime, { description: 'When it ended.' })
  at!: Date;

  @NullableField(() => ChangeActor, 'The person who decided. Null for an expiry.')
  by!: ChangeActor | null;

  @NullableField(() => String, 'The note of this person. Null if they gave none.')
  note!: string | null;

  @NullableField(
    () => GatewayErrorCode,
    'Why the gateway refused an approved change. Null in every other state.',
  )
  code!: GatewayErrorCode | null;
}

@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'A change that staff requested, and that a second person approves or rejects.',
})
export class PendingChange {
  @Field(() => ID, { description: 'The id by which the change is approved. It is used once.' })
  id!: string;

  @Field(() => ID, {
    description:
      'The reference number. The change keeps it: `deviceChange` finds the change by it once it is made.',
  })
  reference!: string;

  @Field(() => ApprovalState, { description: 'The state of the request.' })
  state!: ApprovalState;

  @Field(() => DateTime, { description: 'When the change was requested.' })
  requestedAt!: Date;

  @Field(() => DateTime, { description: 'Until when it can be approved.' })
  expiresAt!: Date;

  @Field(() => ChangeActor, { description: 'The caller who requested the change.' })
  requestedBy!: ChangeActor;

  @Field(() => RequestableEffect, { description: 'What the change does.' })
  effect!: (typeof RequestableEffect)[keyof typeof RequestableEffect];

  @Field(() => [DeviceKind], { description: 'The kinds of device that it affects.' })
  kinds!: readonly DeviceKind[];

  @Cost({ items: 'counted above' })
  @Field(() => [RemovedDevice], {
    description:
      'The devices at the time of the request. If others are registered later, nothing is changed.',
  })
  devices!: readonly RemovedDevice[];

  @Field(() => ID, { description: "AM's own id of the user whose devices it affects." })
  personAmId!: string;

  @Field(() => String, { description: 'The name of the realm of this user.' })
  realm!: string;

  @Field(() => Boolean, { description: "Whether the change also ends the user's sessions." })
  isEndingSessions!: boolean;

  @NullableField(() => String, 'The reason of the requester. Null if they gave none.')
  reason!: string | null;

  @NullableField(() => String, 'The ticket of the requester. Null if they gave none.')
  ticket!: string | null;

  @NullableField(
    () => ChangeVerification,
    "How the requester verified the user's identity. Null if they did not state it.",
  )
  verification!: ChangeVerification | null;

  @Field(() => Boolean, { description: 'Whether the requester overrides the limit per user.' })
  isOverride!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the caller can approve or reject it now: they are a second person.',
  })
  canDecide!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the caller can withdraw it now: they requested it.',
  })
  canWithdraw!: boolean;

  @NullableField(() => PendingChangeDecision, 'How it ended. Null while it waits.')
  decision!: PendingChangeDecision | null;
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'A requested change with its cursor.' })
export class PendingChangeEdge {
  @Field(() => PendingChange, { description: 'The requested change.' })
  node!: PendingChange;

  @Field(() => String, { description: 'The cursor to pass as `after` for the next page.' })
  cursor!: string;
}

@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'A page of requested changes that wait, oldest first.',
})
export class PendingChangeConnection {
  @Cost({ items: 'counted above' })
  @Field(() => [PendingChangeEdge], {
    description: 'The requested changes on this page, each with its cursor.',
  })
  edges!: readonly PendingChangeEdge[];

  @Cost({ items: 'counted above' })
  @Field(() => [PendingChange], { description: 'The requested changes on this page.' })
  nodes!: readonly PendingChange[];

  @Field(() => PageInfo, {
    description: 'The cursors of this page, and whether more pages follow.',
  })
  pageInfo!: PageInfo;
}
