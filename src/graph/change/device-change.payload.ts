import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { Device } from '../device/device.type.ts';
import { ChangeOutcome } from '../enums.ts';
import { withRecord } from './recorded-payload.type.ts';
import { RemovedDevice } from './removed-device.type.ts';
import { RemoveDeviceError, RenameDeviceError } from './change-error.type.ts';

/** What both payloads have beside the record. */
@ObjectType({ simpleResolvers: true })
class DeviceChangeFacts {
  @Access('with parent')
  @Field(() => ChangeOutcome, { description: 'How it ended; `errors` says why it was not done.' })
  outcome!: ChangeOutcome;
}

/** Payload of `removeDevice`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a removal.' })
export class RemoveDevicePayload extends withRecord(DeviceChangeFacts) {
  @Field(() => RemovedDevice, {
    nullable: true,
    description: 'What was removed, told to whoever may remove it; null where nothing was.',
  })
  removedDevice!: RemovedDevice | null;

  @Field(() => [RemoveDeviceError], { description: 'Empty on success.' })
  errors!: readonly (typeof RemoveDeviceError)[];
}

/** Payload of `renameDevice`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a renaming.' })
export class RenameDevicePayload extends withRecord(DeviceChangeFacts) {
  @Access({ effect: 'viewDevices', on: 'changed' })
  @Field(() => Device, {
    nullable: true,
    description: 'The device as it is now; null where it is not known.',
  })
  device!: Device | null;

  @Field(() => [RenameDeviceError], { description: 'Empty on success.' })
  errors!: readonly (typeof RenameDeviceError)[];
}
