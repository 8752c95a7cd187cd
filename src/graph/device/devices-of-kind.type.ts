import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DeviceKind } from '../enums.ts';
import { Device } from './device.type.ts';

/** The devices of one kind among several. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The devices of one kind.' })
export class DevicesOfKind {
  @Field(() => DeviceKind, { description: 'The kind.' })
  kind!: DeviceKind;

  @Field(() => [Device], {
    nullable: true,
    description: 'Its devices; null, with an error, where the list cannot be read.',
  })
  devices!: readonly Device[] | null;
}
