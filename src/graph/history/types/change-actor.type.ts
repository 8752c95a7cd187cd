import { Field, ID } from 'type-graphql';
import { AuthenticationMethod, Role } from '../../fields/enums.ts';
import { NullableField } from '../../fields/nullable-field.ts';
import { ValueType } from '../../fields/value-type.ts';

@ValueType('The caller who made a change or set a threat level, as recorded.')
export class DeviceChangeActor {
  @NullableField(
    () => ID,
    "AM's own id of the caller. Null if the reader may not see which member of staff it was.",
  )
  amId!: string | null;

  @NullableField(
    () => String,
    "The name of the caller's realm. Null for a super user outside the served realms.",
  )
  realm!: string | null;

  @Field(() => Role, { description: 'The role that permitted the change.' })
  role!: Role;

  @NullableField(
    () => String,
    'The area for whose people alone the caller held the role. Null if the role was not limited, and where `amId` is.',
  )
  area!: string | null;

  @Field(() => AuthenticationMethod, { description: 'How the caller authenticated.' })
  credential!: AuthenticationMethod;

  @NullableField(
    () => String,
    "The OAuth client of the caller's token. Null for a session, and where `amId` is.",
  )
  clientId!: string | null;
}
