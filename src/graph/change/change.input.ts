import { Field, ID, InputType } from 'type-graphql';
import { DeviceKind } from '../enums.ts';

/** The input fields of every change: the person, and the reason. */
@InputType()
abstract class ChangeInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The person; absent or null: the caller.',
  })
  userId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The name of the person's realm. Absent or null: the caller's own, or the default one.",
  })
  realm?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why, in 1 to 500 characters. A deployment may demand it of staff. It is checked, and not yet recorded.',
  })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The ticket that asks for it, at most 100 characters. A deployment may demand it of staff, in a form of its own. It is checked, and not yet recorded.',
  })
  ticket?: string | null;
}

/** The input fields of every reset. */
@InputType()
export abstract class ResetInput extends ChangeInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Only tell what a reset would remove; nothing is changed.',
  })
  dryRun!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Send the reset even when no device is listed. It clears registrations so broken that they are not listed, and for one-time passwords the choice to skip the step.',
  })
  force!: boolean;

  @Field(() => [ID], {
    nullable: true,
    description:
      'The ids of the devices that are to go, as the caller has seen them, at most 100. Where another device is registered meanwhile, nothing is changed (`DevicesChanged`); one that is gone already does not count. Absent or null: whatever is registered.',
  })
  expectedDeviceIds?: readonly string[] | null;
}

/** Input of `resetOathDevices`. */
@InputType({ description: 'Whose one-time password devices to reset.' })
export class ResetOathDevicesInput extends ResetInput {}

/** Input of `resetPushDevices`. */
@InputType({ description: 'Whose push devices to reset.' })
export class ResetPushDevicesInput extends ResetInput {}

/** Input of `resetDevices`. */
@InputType({ description: 'Whose devices to reset, of which kinds.' })
export class ResetDevicesInput extends ResetInput {
  @Field(() => [DeviceKind], {
    description: 'The kinds to reset, each once; they are reset in the order of the kinds.',
  })
  kinds!: readonly DeviceKind[];
}

/** The input fields that identify one device. */
@InputType()
abstract class DeviceInput extends ChangeInput {
  @Field(() => DeviceKind, { description: 'The kind of the device.' })
  kind!: DeviceKind;

  @Field(() => ID, { description: 'The id of the device.' })
  deviceId!: string;
}

/** Input of `removeDevice`. */
@InputType({ description: 'Which device to remove.' })
export class RemoveDeviceInput extends DeviceInput {}

/** Input of `renameDevice`. */
@InputType({ description: 'Which device to rename, and how.' })
export class RenameDeviceInput extends DeviceInput {
  @Field(() => String, { description: 'The new label, 1 to 64 characters.' })
  name!: string;
}
