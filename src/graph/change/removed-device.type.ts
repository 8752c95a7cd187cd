import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { DeviceKind } from '../enums.ts';
import { NullableField } from '../nullable-field.ts';

@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'A device that a change removed, or that a dry run would remove.',
})
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
