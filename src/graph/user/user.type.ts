import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../fields/access.ts';
import { permitParent } from '../fields/permits.ts';
import { Node } from '../fields/node.type.ts';
import { OathSkip, UserStatus } from '../enums/enums.ts';
import { NullableField } from '../fields/nullable-field.ts';

/** A person whose devices can be seen and reset; other subgraphs reference it by either key. */
@Directive('@key(fields: "amId realm")')
@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A user in AM.',
})
export class User extends Node {
  @Access('with parent')
  @Field(() => ID, {
    description:
      "AM's own id of the user: a user name, or a UUID in Advanced Identity Cloud. It can differ from the spelling in the request.",
  })
  amId!: string;

  @Access('with parent')
  @Field(() => String, { description: 'The name with which the user signs in.' })
  username!: string;

  @Access('with parent')
  @NullableField(() => String, 'The full name. Null if AM has none.')
  displayName!: string | null;

  @Access('with parent')
  @NullableField(() => String, 'The first name. Null if AM has none.')
  givenName!: string | null;

  @Access('with parent')
  @NullableField(() => String, 'The last name. Null if AM has none.')
  familyName!: string | null;

  @Access('with parent')
  @NullableField(() => String, 'The email address. Null if AM has none.')
  email!: string | null;

  @Access('with parent')
  @Directive('@tag(name: "detail")')
  @NullableField(
    () => UserStatus,
    'Whether the account can sign in. Null if AM does not report it.',
  )
  status!: UserStatus | null;

  @Access({ effect: 'viewDevices', permit: permitParent })
  @Directive('@tag(name: "detail")')
  @NullableField(
    () => OathSkip,
    'Whether the user can skip the step that asks for a one-time password. Null if AM does not report it.',
  )
  oathSkip!: OathSkip | null;
}
