import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { Node } from '../node/node.type.ts';
import { OathSkip, UserStatus } from '../enums.ts';

/** A person whose devices can be seen and reset; other subgraphs reference it by either key. */
@Directive('@key(fields: "amId realm")')
@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A person, as Access Management knows them.',
})
export class User extends Node {
  @Access('with parent')
  @Field(() => ID, {
    description:
      "Access Management's own id for the person: a user name, in Advanced Identity Cloud a UUID. Not necessarily the spelling that was asked for.",
  })
  amId!: string;

  @Access('with parent')
  @Field(() => String, { description: 'The name that the person signs in with.' })
  username!: string;

  @Access('with parent')
  @Field(() => String, { nullable: true, description: 'Full name; null where none is held.' })
  displayName!: string | null;

  @Access('with parent')
  @Field(() => String, { nullable: true, description: 'Given name; null where none is held.' })
  givenName!: string | null;

  @Access('with parent')
  @Field(() => String, { nullable: true, description: 'Family name; null where none is held.' })
  familyName!: string | null;

  @Access('with parent')
  @Field(() => String, { nullable: true, description: 'Mail address; null where none is held.' })
  email!: string | null;

  @Access('with parent')
  @Field(() => UserStatus, {
    nullable: true,
    description: 'Whether the account may sign in; null where Access Management does not tell.',
  })
  status!: UserStatus | null;

  @Access({ effect: 'viewDevices', on: 'parent' })
  @Field(() => OathSkip, {
    nullable: true,
    description: 'Whether the person may skip the one-time password step.',
  })
  oathSkip!: OathSkip | null;
}
