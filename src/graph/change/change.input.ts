import { type ClassType, Directive, Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../fields/date-time.ts';
import { DeviceKind } from '../enums/enums.ts';
import { OneOfInput } from '../fields/input.ts';
import { ChoiceField, NullableField } from '../fields/nullable-field.ts';

@InputType({ description: 'A user, by id.' })
export class DeviceOwnerInput {
  @Field(() => ID, {
    description:
      "The global id of the user, or AM's own id: a user name, or a UUID in Advanced Identity Cloud.",
  })
  id!: string;

  @NullableField(
    () => String,
    "The name of a served realm, if `id` is AM's own id. Absent or null: the caller's realm, or else the default realm.",
  )
  realm?: string | null;
}

@OneOfInput(
  'Whose devices or sessions to change. Exactly one field must be given, so that a missing id never means the caller.',
)
export class DeviceChangeTarget {
  @NullableField(() => Boolean, "True for the caller's own account.")
  me?: boolean | null;

  @Directive('@tag(name: "staff")')
  @NullableField(() => DeviceOwnerInput, 'A user, by id.')
  user?: DeviceOwnerInput | null;
}

@InputType({ description: "How and when staff verified the user's identity. It is recorded." })
export class DeviceChangeVerificationInput {
  @Field(() => String, {
    description: 'The verification method, one of `GatewayCaller.verificationMethods`.',
  })
  method!: string;

  @Field(() => DateTime, {
    description: 'When the identity was verified. Deployments accept it for some minutes.',
  })
  at!: Date;

  @NullableField(
    () => String,
    'Where the verification is documented, at most 100 characters. It must not be a code or a secret.',
  )
  reference?: string | null;
}

@InputType()
export class ChangeInput {
  @Field(() => DeviceChangeTarget, { description: 'Whose devices or sessions to change.' })
  target!: DeviceChangeTarget;

  @NullableField(
    () => String,
    'The reason for the change, 1 to 500 characters. It is recorded. Deployments can require it for staff.',
  )
  reason?: string | null;

  @NullableField(
    () => String,
    'The ticket of the change, at most 100 characters. It is recorded. Deployments can require it for staff, and its format.',
  )
  ticket?: string | null;

  @Directive('@tag(name: "staff")')
  @NullableField(
    () => DeviceChangeVerificationInput,
    "How the user's identity was verified. Deployments can require this for staff.",
  )
  verification?: DeviceChangeVerificationInput | null;

  @Directive('@tag(name: "staff")')
  @NullableField(
    () => ID,
    'The id of a `DeviceOwnerProof` of this user, instead of `verification`. The change uses it up. Deployments can require it for staff.',
  )
  proofId?: string | null;

  @NullableField(
    () => String,
    'A unique key for this change, 1 to 200 characters, for example a UUID. A repeated request with the same key within 24 hours returns the first result and sends nothing. Exceptions are kinds whose outcome is `UNKNOWN`, or that failed with `STEP_UP_REQUIRED`. Without a key, only the last change of the user counts, for five seconds.',
  )
  idempotencyKey?: string | null;

  @Directive('@tag(name: "staff")')
  @ChoiceField(
    'Whether to override the limit of changes per user. Only administrators and the super user can, with a reason. It is recorded.',
  )
  overrideLimit!: boolean;
}

/** Adds the choice to end sessions, for a change that removes devices. */
function withSessions<Base extends ClassType>(base: Base) {
  @InputType()
  abstract class RemovalInput extends base {
    @NullableField(
      () => Boolean,
      "Whether to end the user's sessions, except the caller's own, if a device is removed or may be. Absent or null: true for staff, otherwise false. `sessionsEnding` reports the result.",
    )
    endSessions?: boolean | null;
  }
  return RemovalInput;
}

const dryRun =
  'Whether to report what the change would remove, or why it would be refused. Limits and the idempotency key apply as for the change. Nothing is sent.';

@InputType({ description: 'Whose devices to reset, and the options of the reset.' })
export class ResetDevicesOfKindInput extends withSessions(ChangeInput) {
  @ChoiceField(dryRun)
  dryRun!: boolean;

  @ChoiceField(
    'Whether to send the reset even if AM lists no device, or a list that cannot be read. It clears broken registrations, and the choice to skip the step.',
  )
  force!: boolean;

  @NullableField(
    () => [ID],
    'The global ids of the devices that the caller has seen, at most 100. If another device is registered, nothing is changed (`DEVICES_CHANGED`). Devices that are already gone do not matter. Absent or null: all registered devices. For 24 hours after a reset with the outcome `UNKNOWN`, only the devices of that reset.',
  )
  expectedDeviceIds?: readonly string[] | null;
}

@InputType({ description: 'Whose devices to reset, the kinds, and the options of the reset.' })
export class ResetDevicesInput extends ResetDevicesOfKindInput {
  @Field(() => [DeviceKind], {
    description:
      'The kinds to reset, in any order. They are reset in the order of `RegisteredDeviceKind`.',
  })
  kinds!: readonly DeviceKind[];
}

@InputType()
export class DeviceInput extends ChangeInput {
  @Field(() => ID, {
    description: "The global id of the device, or AM's own id together with `kind`.",
  })
  deviceId!: string;

  @NullableField(() => DeviceKind, "The kind of the device, if `deviceId` is AM's own id.")
  kind?: DeviceKind | null;
}

@InputType({ description: 'The device to remove, and the options of the change.' })
export class RemoveDeviceInput extends withSessions(DeviceInput) {
  @ChoiceField(dryRun)
  dryRun!: boolean;
}

@InputType({ description: 'The device to rename, its new label, and the options of the change.' })
export class RenameDeviceInput extends DeviceInput {
  @Field(() => String, { description: 'The new label, 1 to 64 characters.' })
  name!: string;
}

@InputType({ description: 'Whose sessions to end, and the options of the change.' })
export class EndDeviceOwnerSessionsInput extends ChangeInput {
  @ChoiceField(dryRun)
  dryRun!: boolean;
}
