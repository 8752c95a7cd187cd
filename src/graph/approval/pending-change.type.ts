import { Field, ID } from 'type-graphql';
import { RemovedDevice } from '../history/types/removed-device.type.ts';
import { Cost } from '../fields/cost.ts';
import { DateTime } from '../fields/date-time.ts';
import type { ApprovableEffect } from '../../domain/policy/effects.ts';
import { ChangeEffect, DeviceKind } from '../enums/enums.ts';
import { GatewayErrorCode } from '../enums/error-code.ts';
import { DeviceChangeActor } from '../history/types/change-actor.type.ts';
import { DeviceChangeVerification } from '../history/types/verification.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { Node } from '../fields/node.type.ts';
import { PageInfo } from '../fields/page-info.type.ts';
import { ApprovalState } from '../enums/approval-enums.ts';
import { ValueType } from '../fields/value-type.ts';

@ValueType('How a requested change ended.')
export class PendingDeviceChangeDecision {
  @Field(() => DateTime, { description: 'When it ended.' })
  at!: Date;

  @NullableField(() => DeviceChangeActor, 'The person who decided. Null for an expiry.')
  by!: DeviceChangeActor | null;

  @NullableField(() => String, 'The note of this person. Null if they gave none.')
  note!: string | null;

  @NullableField(
    () => GatewayErrorCode,
    'Why the gateway refused an approved change. Null in every other state.',
  )
  code!: GatewayErrorCode | null;
}

@ValueType('A change that staff requested, and that a second person approves or rejects.', {
  isNode: true,
})
export class PendingDeviceChange extends Node {
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

  @Field(() => DeviceChangeActor, { description: 'The caller who requested the change.' })
  requestedBy!: DeviceChangeActor;

  @Field(() => ChangeEffect, { description: 'What the change does: `RESET` or `REMOVE`.' })
  effect!: ApprovableEffect;

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
    () => DeviceChangeVerification,
    "How the requester verified the user's identity. Null if they did not state it.",
  )
  verification!: DeviceChangeVerification | null;

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

  @NullableField(() => PendingDeviceChangeDecision, 'How it ended. Null while it waits.')
  decision!: PendingDeviceChangeDecision | null;
}

@ValueType('A requested change with its cursor.')
export class PendingDeviceChangeEdge {
  @Field(() => PendingDeviceChange, { description: 'The requested change.' })
  node!: PendingDeviceChange;

  @Field(() => String, { description: 'The cursor to pass as `after` for the next page.' })
  cursor!: string;
}

@ValueType('A page of requested changes that wait, oldest first.')
export class PendingDeviceChangeConnection {
  @Cost({ items: 'counted above' })
  @Field(() => [PendingDeviceChangeEdge], {
    description: 'The requested changes on this page, each with its cursor.',
  })
  edges!: readonly PendingDeviceChangeEdge[];

  @Cost({ items: 'counted above' })
  @Field(() => [PendingDeviceChange], { description: 'The requested changes on this page.' })
  nodes!: readonly PendingDeviceChange[];

  @Field(() => PageInfo, {
    description: 'The cursors of this page, and whether more pages follow.',
  })
  pageInfo!: PageInfo;
}
