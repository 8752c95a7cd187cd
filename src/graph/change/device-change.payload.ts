import { Field, ObjectType } from 'type-graphql';
import { Access } from '../fields/access.ts';
import { permitChanged } from '../fields/permits.ts';
import { RegisteredDevice } from '../device/device.type.ts';
import { DeviceChangeOutcome } from '../enums/enums.ts';
import { withLists, withRecord, withRemoval, withSessions } from './recorded-payload.type.ts';
import { RemovedDevice } from '../history/types/removed-device.type.ts';
import {
  EndSessionsError,
  RegisteredDeviceChangeError,
  type ChangeError,
} from './errors/change-error.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';

@ObjectType({ simpleResolvers: true })
export class DeviceChangeFacts {
  @Field(() => DeviceChangeOutcome, {
    description: 'The outcome. If the change failed, `errors` explains why.',
  })
  outcome!: DeviceChangeOutcome;
}

@ValueType('The result of a removal.')
export class RemoveDevicePayload extends withRemoval(DeviceChangeFacts) {
  @NullableField(
    () => RemovedDevice,
    'The removed device, or in a dry run the device that would be removed. Null if no device was found.',
  )
  removedDevice!: RemovedDevice | null;

  @Field(() => [RegisteredDeviceChangeError], {
    description: 'Why the change failed. Empty on success.',
  })
  errors!: readonly ChangeError[];
}

@ValueType('The result of a renaming.')
export class RenameDevicePayload extends withLists(withRecord(DeviceChangeFacts)) {
  @Access({ effect: 'viewDevices', permit: permitChanged })
  @NullableField(() => RegisteredDevice, 'The device after the change. Null if it is not known.')
  device!: RegisteredDevice | null;

  @Field(() => [RegisteredDeviceChangeError], {
    description: 'Why the change failed. Empty on success.',
  })
  errors!: readonly ChangeError[];
}

@ValueType('The result of ending the sessions of a user.')
export class EndDeviceOwnerSessionsPayload extends withSessions(withRecord(DeviceChangeFacts)) {
  @Field(() => [EndSessionsError], {
    description: 'Why the change failed. Empty on success.',
  })
  errors!: readonly ChangeError[];
}
