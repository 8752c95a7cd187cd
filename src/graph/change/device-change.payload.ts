import { Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { Device } from '../device/device.type.ts';
import { ChangeOutcome, SessionsEnding } from '../enums.ts';
import { ChangeReference } from '../history/change-record.type.ts';
import { User } from '../user/user.type.ts';
import { RemovedDevice } from './removed-device.type.ts';
import { RemoveDeviceError, RenameDeviceError } from './change-error.type.ts';

/** The fields of both payloads. */
@ObjectType({ simpleResolvers: true })
abstract class DeviceChangeFacts {
  @Access({ effect: 'viewPerson', on: 'changed' })
  @Field(() => User, {
    nullable: true,
    description: 'The person as they are now; null where there is no such person.',
  })
  user!: User | null;

  @Field(() => ChangeOutcome, { description: 'How it ended; `errors` says why it was not done.' })
  outcome!: ChangeOutcome;

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

/** Payload of `removeDevice`. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'What became of a removal.' })
export class RemoveDevicePayload extends DeviceChangeFacts {
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
export class RenameDevicePayload extends DeviceChangeFacts {
  @Access({ effect: 'viewDevices', on: 'changed' })
  @Field(() => Device, {
    nullable: true,
    description: 'The device as it is now; null where it is not known.',
  })
  device!: Device | null;

  @Field(() => [RenameDeviceError], { description: 'Empty on success.' })
  errors!: readonly (typeof RenameDeviceError)[];
}
