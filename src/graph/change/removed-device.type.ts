import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { DeviceKind } from '../enums.ts';

/** A removed device. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'A device that was removed, or in a dry run would be.',
})
export class RemovedDevice {
  @Field(() => ID, { description: 'The global id that it had.' })
  id!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The id that it had at Access Management; null where it had none.',
  })
  amId!: string | null;

  @Field(() => DeviceKind, { description: 'Its kind.' })
  kind!: DeviceKind;

  @Field(() => String, { nullable: true, description: 'Its label; null where it had none.' })
  name!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it had been registered; null where Access Management does not tell.',
  })
  registeredAt!: Date | null;
}
