import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { Role } from '../enums.ts';

/** Who calls. */
@Access('public')
@ObjectType({
  simpleResolvers: true,
  description: 'Who calls, and what they are here. Never fails for want of a session.',
})
export class Viewer {
  @Field(() => [Role], { description: 'What the caller is; empty for a caller without a session.' })
  roles!: readonly Role[];

  @Field(() => String, {
    nullable: true,
    description:
      'The realm of the session; null without a session, and for a super user outside the served realms.',
  })
  realm!: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the session ends at the latest; null without a session.',
  })
  expiresAt!: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'When the session ends if it is not used, as it stood when it was last checked; null without a session.',
  })
  idleExpiresAt!: Date | null;
}
