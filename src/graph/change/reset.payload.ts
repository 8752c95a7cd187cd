import { Directive, Field, ObjectType } from 'type-graphql';
import { DeviceChangeOutcome, DeviceKind } from '../enums/enums.ts';
import { ValueType } from '../fields/value-type.ts';
import { RemovedDevice } from '../history/types/removed-device.type.ts';
import { ResetDevicesError, type ChangeError } from './errors/change-error.type.ts';
import { withRemoval } from './recorded-payload.type.ts';

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
  errors!: readonly ChangeError[];
}

@ValueType('The result of the reset of one kind.')
export class DeviceKindReset extends ResetFacts {
  @Field(() => DeviceKind, { description: 'The kind of the devices.' })
  kind!: DeviceKind;
}

@ValueType(
  'The result of a reset. Of several kinds, the outcome, the devices and the errors are of all together.',
)
export class ResetDevicesPayload extends withRemoval(ResetFacts) {
  @Directive('@tag(name: "detail")')
  @Field(() => [DeviceKindReset], {
    description:
      'One result for each requested kind, in the order of the kinds. If one kind fails, the next one is still tried. Empty if no kind was tried.',
  })
  results!: readonly DeviceKindReset[];
}
