import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { permitChanged } from '../permits.ts';
import { RegisteredDevice } from '../device/device.type.ts';
import { ChangeOutcome } from '../enums.ts';
import { withDevices } from './recorded-payload.type.ts';
import { RemovedDevice } from './removed-device.type.ts';
import { RemoveDeviceError, RenameDeviceError } from './change-error.type.ts';
import { NullableField } from '../nullable-field.ts';

@ObjectType({ simpleResolvers: true })
export class DeviceChangeFacts {
  @Field(() => ChangeOutcome, {
    description: 'The outcome. If the change failed, `errors` explains why.',
  })
  outcome!: ChangeOutcome;
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of a removal.' })
export class RemoveDevicePayload extends withDevices(DeviceChangeFacts) {
  @NullableField(
    () => RemovedDevice,
    'The removed device, or in a dry run the device that would be removed. Null if no device was found.',
  )
  removedDevice!: RemovedDevice | null;

  @Field(() => [RemoveDeviceError], { description: 'Why the change failed. Empty on success.' })
  errors!: readonly (typeof RemoveDeviceError)[];
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The result of a renaming.' })
export class RenameDevicePayload extends withDevices(DeviceChangeFacts) {
  @Access({ effect: 'viewDevices', permit: permitChanged })
  @NullableField(() => RegisteredDevice, 'The device after the change. Null if it is not known.')
  device!: RegisteredDevice | null;

  @Field(() => [RenameDeviceError], { description: 'Why the change failed. Empty on success.' })
  errors!: readonly (typeof RenameDeviceError)[];
}
