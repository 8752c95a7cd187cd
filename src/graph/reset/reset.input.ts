import { Field, ID, InputType } from 'type-graphql';

/** What both reset mutations take. */
@InputType()
abstract class ResetInput {
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
}

/** Input of `resetOathDevices`. */
@InputType({ description: 'Whose one-time password devices to reset.' })
export class ResetOathDevicesInput extends ResetInput {}

/** Input of `resetPushDevices`. */
@InputType({ description: 'Whose push devices to reset.' })
export class ResetPushDevicesInput extends ResetInput {}
