import { Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DeviceKind, OathSkip, ResetOutcome, SessionsEnding } from '../enums.ts';
import { ChangeReference } from '../history/change-record.type.ts';
import { User } from '../user/user.type.ts';
import { RemovedDevice } from './removed-device.type.ts';
import { ResetDevicesError } from './change-error.type.ts';

/** The fields of the reset of one kind. */
@ObjectType({ simpleResolvers: true })
abstract class ResetFacts {
  @Field(() => ResetOutcome, { description: 'How it ended; `errors` says why it was not done.' })
  outcome!: ResetOutcome;

  @Field(() => [RemovedDevice], {
    description:
      'What was removed, told to whoever may remove it; in a dry run, what would be, which takes the permission to see devices.',
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

/** The fields of both payloads for one kind. */
@ObjectType({ simpleResolvers: true })
abstract class ResetPayload extends ResetFacts {
  @Access({ effect: 'viewPerson', on: 'changed' })
  @Field(() => User, {
    nullable: true,
    description: 'The person as they are now; null where there is no such person.',
  })
  user!: User | null;

  @Access('with parent')
  @Field(() => ChangeReference, {
    nullable: true,
    description: 'Where it is recorded; null where nothing was, as for somebody who is not there.',
  })
  change!: ChangeReference | null;

  @Access('with parent')
  @Field(() => Boolean, {
    description:
      'Whether this is the answer of an earlier request for the same change; nothing was sent.',
  })
  replayed!: boolean;

  @Access('with parent')
  @Field(() => SessionsEnding, {
    description:
      "What became of the person's other sessions. A failure here leaves the change standing.",
  })
  sessionsEnding!: SessionsEnding;

  @Access('with parent')
  @Field(() => Int, {
    nullable: true,
    description:
      'How many other sessions were ended. Null where `sessionsEnding` is not ENDED, and from PingAM and Advanced Identity Cloud, which do not count them.',
  })
  sessionsEnded!: number | null;
}

/** Payload of `resetOathDevices`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a reset of one-time passwords.' })
export class ResetOathDevicesPayload extends ResetPayload {
  @Access({ effect: 'viewDevices', on: 'changed' })
  @Field(() => OathSkip, {
    nullable: true,
    description:
      'Whether the person may skip the one-time password step now; a reset sets it to NOT_SET. Null where there is no such person.',
  })
  oathSkip!: OathSkip | null;
}

/** Payload of `resetPushDevices`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a reset of push devices.' })
export class ResetPushDevicesPayload extends ResetPayload {}

/** The reset of one kind among several. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of the reset of one kind.' })
export class KindReset extends ResetFacts {
  @Field(() => DeviceKind, { description: 'The kind.' })
  kind!: DeviceKind;
}

/** Payload of `resetDevices`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a reset of several kinds.' })
export class ResetDevicesPayload {
  @Access({ effect: 'viewPerson', on: 'changed' })
  @Field(() => User, {
    nullable: true,
    description: 'The person as they are now; null where there is no such person.',
  })
  user!: User | null;

  @Access('with parent')
  @Field(() => ChangeReference, {
    nullable: true,
    description: 'Where it is recorded; null where nothing was, as for somebody who is not there.',
  })
  change!: ChangeReference | null;

  @Access('with parent')
  @Field(() => Boolean, {
    description:
      'Whether this is the answer of an earlier request for the same change; nothing was sent.',
  })
  replayed!: boolean;

  @Access('with parent')
  @Field(() => SessionsEnding, {
    description:
      "What became of the person's other sessions. A failure here leaves the change standing.",
  })
  sessionsEnding!: SessionsEnding;

  @Access('with parent')
  @Field(() => Int, {
    nullable: true,
    description:
      'How many other sessions were ended. Null where `sessionsEnding` is not ENDED, and from PingAM and Advanced Identity Cloud, which do not count them.',
  })
  sessionsEnded!: number | null;

  @Field(() => [KindReset], {
    description:
      'One result for each kind that was asked for, in the order of the kinds. One that fails does not keep the next from being tried.',
  })
  results!: readonly KindReset[];

  @Field(() => [ResetDevicesError], {
    description: 'What kept the whole reset from being tried; empty otherwise.',
  })
  errors!: readonly (typeof ResetDevicesError)[];
}
