import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { AuthenticationMethod, Role } from '../enums.ts';
import { NullableField } from '../nullable-field.ts';

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'The caller who made a change, as recorded.' })
export class ChangeActor {
  @Field(() => ID, { description: "AM's own id of the caller." })
  amId!: string;

  @NullableField(
    () => String,
    "The name of the caller's realm. Null for a super user outside the served realms.",
  )
  realm!: string | null;

  @Field(() => Role, { description: 'The role that permitted the change.' })
  role!: Role;

  @Field(() => AuthenticationMethod, { description: 'How the caller authenticated.' })
  credential!: AuthenticationMethod;

  @NullableField(() => String, "The OAuth client of the caller's token. Null for a session.")
  clientId!: string | null;
}
