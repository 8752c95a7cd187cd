import { Field } from 'type-graphql';
import { HoldState } from '../../../domain/enrolment/hold.ts';
import { DateTime } from '../../fields/date-time.ts';
import { register } from '../../enums/register-enum.ts';
import { NullableField } from '../../fields/nullable-field.ts';
import { ValueType } from '../../fields/value-type.ts';

register(HoldState, {
  name: 'DeviceEnrolmentState',
  description: 'Whether a new device of the user needs the setup code of a change.',
  values: {
    OPEN: 'A new device needs the code until `until`.',
    OVER: 'The time has passed.',
    REGISTERED: 'A device was registered with the code: `deviceName`, at `endedAt`.',
    REPLACED: 'A later change made another code.',
    NOT_CHANGED: 'The change removed nothing.',
    ENDED: 'An operator ended it.',
  },
});

@ValueType('Who can set up the next device after a change.')
export class DeviceEnrolment {
  @Field(() => HoldState, { description: 'Whether a new device needs the setup code.' })
  state!: HoldState;

  @Field(() => DateTime, { description: 'Until when a new device needs the code at most.' })
  until!: Date;

  @Field(() => Boolean, {
    description: 'Whether the code still works. False without one: repeat the change to get one.',
  })
  isCodeUsable!: boolean;

  @NullableField(() => DateTime, 'When AM first accepted the code. Null before that.')
  usedAt!: Date | null;

  @NullableField(() => DateTime, 'When it ended before its time. Null if it did not.')
  endedAt!: Date | null;

  @NullableField(
    () => String,
    'The label of the registered device. Null if none was registered, or it has no label.',
  )
  deviceName!: string | null;
}
