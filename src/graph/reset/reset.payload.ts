import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DeviceKind, OathSkip, ResetOutcome } from '../enums.ts';
import { User } from '../user/user.type.ts';
import { ResetDevicesError } from './user-error.type.ts';

/** A device that is gone. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'A device that a reset removed, or in a dry run would remove.',
})
export class RemovedDevice {
  @Field(() => ID, { nullable: true, description: 'The id that it had; null where it had none.' })
  id!: string | null;

  @Field(() => DeviceKind, { description: 'Its kind.' })
  kind!: DeviceKind;

  @Field(() => String, { nullable: true, description: 'Its label; null where it had none.' })
  name!: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it had been registered; null where Access Management does not tell.',
  })
  registeredAt!: Date | null;
}

/** What both reset mutations answer. */
@ObjectType({ simpleResolvers: true })
abstract class ResetPayload {
  @Field(() => User, {
    nullable: true,
    description: 'The person as they are now; null where there is no such person.',
  })
  user!: User | null;

  @Field(() => ResetOutcome, {
    nullable: true,
    description: 'How it ended; null where it was not tried, and then `errors` says why.',
  })
  outcome!: ResetOutcome | null;

  @Field(() => [RemovedDevice], {
    description: 'What was removed; in a dry run, what would be.',
  })
  removedDevices!: readonly RemovedDevice[];

  @Field(() => Boolean, {
    description:
      "Whether Access Management's list, read last, shows that none of the former devices is left.",
  })
  verified!: boolean;

  @Field(() => [ResetDevicesError], { description: 'Empty on success.' })
  errors!: readonly (typeof ResetDevicesError)[];
}

/** Answer of `resetOathDevices`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a reset of one-time passwords.' })
export class ResetOathDevicesPayload extends ResetPayload {
  @Field(() => OathSkip, {
    nullable: true,
    description:
      'Whether the person may skip the one-time password step now; a reset sets it to NOT_SET. Null where there is no such person.',
  })
  oathSkip!: OathSkip | null;
}

/** Answer of `resetPushDevices`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a reset of push devices.' })
export class ResetPushDevicesPayload extends ResetPayload {}
