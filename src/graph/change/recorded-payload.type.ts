import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { Access } from '../access.ts';
import { permitChanged } from '../permits.ts';
import { Cost } from '../cost.ts';
import { DevicesOfKind } from '../device/device.type.ts';
import { SessionsEnding } from '../enums.ts';
import { DeviceChange } from '../history/change-record.type.ts';
import { User } from '../user/user.type.ts';
import { NullableField } from '../nullable-field.ts';

/** Adds the fields of every payload to a type, whose class sets their access. */
export function withRecord<Base extends ClassType>(base: Base) {
  @ObjectType({ simpleResolvers: true })
  abstract class RecordedPayload extends base {
    @Access({ effect: 'viewPerson', permit: permitChanged })
    @NullableField(() => User, 'The user after the change. Null if the user does not exist.')
    user!: User | null;

    @NullableField(
      () => DeviceChange,
      'The record of the change. Null if nothing was recorded, for example if the person does not exist.',
    )
    change!: DeviceChange | null;

    @Field(() => Boolean, {
      description:
        'Whether this is the result of an earlier request for the same change. Nothing was sent.',
    })
    isReplayed!: boolean;

    @Field(() => SessionsEnding, {
      description: "What happened to the user's other sessions. The change stands in any case.",
    })
    sessionsEnding!: SessionsEnding;

    @NullableField(
      () => Int,
      'How many other sessions ended, of the pages and of AM. Null if `sessionsEnding` is not `ENDED`, or if AM does not count them.',
    )
    sessionsEnded!: number | null;
  }
  return RecordedPayload;
}

/** Adds the fields of every payload of a change of devices. */
export function withDevices<Base extends ClassType>(base: Base) {
  @ObjectType({ simpleResolvers: true })
  abstract class DevicesPayload extends withRecord(base) {
    @Access({ effect: 'viewDevices', permit: permitChanged })
    @Cost({ calls: 1 })
    @NullableField(
      () => [DevicesOfKind],
      'The lists of the changed kinds, read after the change. Lists of other kinds are not read. Null if the user does not exist.',
    )
    devicesByKind!: readonly DevicesOfKind[] | null;
  }
  return DevicesPayload;
}
