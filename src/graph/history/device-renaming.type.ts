import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { NullableField } from '../nullable-field.ts';

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The labels of a renamed device.' })
export class DeviceRenaming {
  @NullableField(
    () => String,
    'The label before the change. Null if the device had none, or if it is not recorded.',
  )
  previousName!: string | null;

  @Field(() => String, { description: 'The label that the caller requested.' })
  newName!: string;
}
