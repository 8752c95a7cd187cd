import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DeviceKind, OathSkip, ResetOutcome } from '../enums.ts';
import { withRecord } from './recorded-payload.type.ts';
import { RemovedDevice } from './removed-device.type.ts';
import { ResetDevicesError } from './change-error.type.ts';

/** The fields of the reset of one kind. */
@ObjectType({ simpleResolvers: true })
class ResetFacts {
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

/** Payload of `resetOathDevices`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a reset of one-time passwords.' })
export class ResetOathDevicesPayload extends withRecord(ResetFacts) {
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
export class ResetPushDevicesPayload extends withRecord(ResetFacts) {}

/** The reset of one kind among several. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of the reset of one kind.' })
export class KindReset extends ResetFacts {
  @Field(() => DeviceKind, { description: 'The kind.' })
  kind!: DeviceKind;
}

/** A payload of several kinds has nothing of its own above its results. */
@ObjectType({ simpleResolvers: true })
class NoFacts {}

/** Payload of `resetDevices`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a reset of several kinds.' })
export class ResetDevicesPayload extends withRecord(NoFacts) {
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
