import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../date-time.ts';
import { DeviceKind } from '../enums.ts';

/** A person by id. */
@InputType({ description: 'A person.' })
export class PersonInput {
  @Field(() => ID, {
    description:
      "The person's global id, or Access Management's own: a user name, a UUID in Advanced Identity Cloud.",
  })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The name of a served realm, for Access Management's own id. Absent or null: the caller's own, or the default one.",
  })
  realm?: string | null;
}

/** Whose devices a change is about. Exactly one member is given, so that a missing id means nobody. */
@InputType({
  description:
    'Whose devices a change is about. Exactly one of the two must be given: a missing id means nobody, and never the caller.',
})
export class ChangeTarget {
  @Field(() => Boolean, { nullable: true, description: 'The caller: true.' })
  self?: boolean | null;

  @Field(() => PersonInput, { nullable: true, description: 'A person by id.' })
  user?: PersonInput | null;
}

/** How staff made sure of a person. */
@InputType({ description: 'How and when staff made sure of the person; it is recorded.' })
export class VerificationInput {
  @Field(() => String, {
    description:
      'The method, one of those that this deployment takes (`Caller.verificationMethods`).',
  })
  method!: string;

  @Field(() => DateTime, { description: 'When; a deployment takes it for some minutes.' })
  at!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'Where it can be looked up, at most 100 characters; never a code or a secret.',
  })
  reference?: string | null;
}

/** The input fields of every change: the person, and the reason. */
@InputType()
abstract class ChangeInput {
  @Field(() => ChangeTarget, { description: 'Whose devices.' })
  target!: ChangeTarget;

  @Field(() => String, {
    nullable: true,
    description:
      'Why, in 1 to 500 characters; it is recorded. A deployment may demand it of staff.',
  })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The ticket that asks for it, at most 100 characters; it is recorded. A deployment may demand it of staff, in a form of its own.',
  })
  ticket?: string | null;

  @Field(() => VerificationInput, {
    nullable: true,
    description: 'How the person was made sure of. A deployment may demand it of staff.',
  })
  verification?: VerificationInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      "A key of the client's own for this change, 1 to 200 characters, such as a UUID. Sent again within 24 hours by the same caller with the same arguments, the first answer comes again and nothing is sent. Without one, the same change within five seconds counts as a double click.",
  })
  idempotencyKey?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Pass the limit of changes to one person; for administrators and the super user, with a reason. It is recorded.',
  })
  overrideLimit!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "End the person's sessions after the change, but never the one that asks. Absent or null: true where staff change it, false for oneself. `sessionsEnding` tells what came of it.",
  })
  endSessions?: boolean | null;
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
      'The global ids of the devices that are to go, as the caller has seen them, at most 100. Where another device is registered meanwhile, nothing is changed (`DevicesChanged`); one that is gone already does not count. Absent or null: whatever is registered.',
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
  @Field(() => ID, {
    description: "The device's global id, or Access Management's own together with its kind.",
  })
  deviceId!: string;

  @Field(() => DeviceKind, {
    nullable: true,
    description: "The kind of the device, for Access Management's own id.",
  })
  kind?: DeviceKind | null;
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
