import { Field, ID } from 'type-graphql';
import { DateTime } from '../../fields/date-time.ts';
import { DeviceKind } from '../../enums/enums.ts';
import { NullableField } from '../../fields/nullable-field.ts';
import { ValueType } from '../../fields/value-type.ts';

@ValueType('A device that a change removed, or that a dry run would remove.')
export class RemovedDevice {
  @Field(() => ID, { description: 'The global id that the device had.' })
  deviceId!: string;

  @NullableField(() => ID, "AM's own id of the device. Null if it had none.")
  amId!: string | null;

  @Field(() => DeviceKind, { description: 'The kind of the device.' })
  kind!: DeviceKind;

  @NullableField(() => String, 'The label of the device. Null if it had none.')
  name!: string | null;

  @NullableField(() => DateTime, 'When the device was registered. Null if AM does not report it.')
  registeredAt!: Date | null;
}
