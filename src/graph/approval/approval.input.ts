import { Field, ID, InputType } from 'type-graphql';
import { ChangeInput } from '../change/change.input.ts';
import { DeviceKind } from '../fields/enums.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ApprovableEffect } from './approval-enums.ts';

@InputType({
  description:
    'The change to request, and why. The target must be another user. A proof is used up by the request.',
})
export class RequestDeviceChangeInput extends ChangeInput {
  @Field(() => ApprovableEffect, { description: 'What the change does.' })
  effect!: ApprovableEffect;

  @NullableField(() => [DeviceKind], 'The kinds to reset; for `RESET` only.')
  kinds?: readonly DeviceKind[] | null;

  @NullableField(
    () => ID,
    "The device to remove, for `REMOVE` only: its global id, or AM's own id together with `kind`.",
  )
  deviceId?: string | null;

  @NullableField(() => DeviceKind, "The kind of the device, if `deviceId` is AM's own id.")
  kind?: DeviceKind | null;

  @NullableField(
    () => Boolean,
    "Whether to end the user's sessions if a device is changed or may be. Absent or null: true.",
  )
  endSessions?: boolean | null;
}

@InputType()
abstract class PendingChangeInput {
  @Field(() => ID, { description: 'The id of the requested change.' })
  id!: string;
}

@InputType()
abstract class DecisionInput extends PendingChangeInput {
  @NullableField(() => String, 'A note of the second person, 1 to 500 characters. It is recorded.')
  note?: string | null;
}

@InputType({ description: 'The requested change to approve.' })
export class ApproveDeviceChangeInput extends DecisionInput {}

@InputType({ description: 'The requested change to reject.' })
export class RejectDeviceChangeInput extends DecisionInput {}

@InputType({ description: 'The requested change to withdraw.' })
export class WithdrawDeviceChangeInput extends PendingChangeInput {}
