import { Field, ObjectType } from 'type-graphql';
import { Access } from '../fields/access.ts';
import { permitChanged } from '../fields/permits.ts';
import { DeviceChangeOutcome, DeviceKind, OathSkip } from '../enums/enums.ts';
import { withDevices } from './recorded-payload.type.ts';
import { RemovedDevice } from '../history/types/removed-device.type.ts';
import { ResetDevicesError } from './errors/change-error.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';

@ObjectType({ simpleResolvers: true })
class ResetFacts {
  @Field(() => DeviceChangeOutcome, {
    description: 'The outcome. If the change failed, `errors` explains why.',
  })
  outcome!: DeviceChangeOutcome;

  @Field(() => [RemovedDevice], {
    description:
      'The removed devices; in a dry run, those that would be removed. A dry run requires the permission to view devices.',
  })
  removedDevices!: readonly RemovedDevice[];

  @Field(() => Boolean, {
    description:
      "Whether AM's device list, read after the write, contains none of the former devices.",
  })
  isVerified!: boolean;

  @Field(() => [ResetDevicesError], { description: 'Why the change failed. Empty on success.' })
  errors!: readonly (typeof ResetDevicesError)[];
}

@ValueType('The result of a reset of one-time password devices.')
export class ResetOathDevicesPayload extends withDevices(ResetFacts) {
  @Access({ effect: 'viewDevices', permit: permitChanged })
  @NullableField(
    () => OathSkip,
    'Whether the user can now skip the one-time password step. A reset sets it to `NOT_SET`. Null if the user does not exist.',
  )
  oathSkip!: OathSkip | null;
}

@ValueType('The result of a reset of push devices.')
export class ResetPushDevicesPayload extends withDevices(ResetFacts) {}

@ValueType('The result of the reset of one kind.')
export class DeviceKindReset extends ResetFacts {
  @Field(() => DeviceKind, { description: 'The kind of the devices.' })
  kind!: DeviceKind;
}

/** A payload of several kinds has nothing of its own above its results. */
@ObjectType({ simpleResolvers: true })
class NoFacts {}

@ValueType('The result of a reset of several kinds.')
export class ResetDevicesPayload extends withDevices(NoFacts) {
  @Field(() => [DeviceKindReset], {
    description:
      'One result for each requested kind, in the order of the kinds. If one kind fails, the next one is still tried.',
  })
  results!: readonly DeviceKindReset[];

  @Field(() => [ResetDevicesError], {
    description: 'Why no kind was tried. Empty otherwise.',
  })
  errors!: readonly (typeof ResetDevicesError)[];
}
