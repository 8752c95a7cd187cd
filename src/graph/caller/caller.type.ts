import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { AuthenticationMethod, Role } from '../enums.ts';

/** The caller. */
@Access('public')
@ObjectType({
  simpleResolvers: true,
  description: 'Who calls, and what they are here. Never fails for want of a session.',
})
export class Caller {
  @Field(() => [Role], { description: 'What the caller is; empty for a caller without a session.' })
  roles!: readonly Role[];

  @Field(() => AuthenticationMethod, {
    nullable: true,
    description: 'How the caller has shown who they are; null for nobody.',
  })
  method!: AuthenticationMethod | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The realm of the caller; null for nobody, and for a super user outside the served realms.',
  })
  realm!: string | null;

  @Field(() => [String], {
    description: 'The names of the served realms in which the caller may act; empty for nobody.',
  })
  realms!: readonly string[];

  @Field(() => Boolean, {
    description: 'Whether the caller must give a reason for a change of other people’s devices.',
  })
  reasonRequired!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'A regular expression (ECMAScript, with the flag u) that the whole ticket of such a change must match; null where any ticket or none will do.',
  })
  ticketPattern!: string | null;

  @Field(() => [String], {
    description:
      'The methods by which staff may say that they made sure of a person; empty where the caller need not say.',
  })
  verificationMethods!: readonly string[];

  @Field(() => Boolean, { description: 'Whether the caller may search for people.' })
  canSearch!: boolean;

  @Field(() => Boolean, { description: 'Whether the caller may reset devices of other people.' })
  canResetOthers!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the caller may read what was changed in a realm (`changes`).',
  })
  canViewChanges!: boolean;

  @Field(() => Boolean, { description: 'Whether the caller may change their own devices.' })
  canChangeOwn!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the caller last proved who they are; null where nobody tells.',
  })
  signedInAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the session or token ends at the latest; null for nobody.',
  })
  expiresAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the session ends if it is not used, as it stood when it was last checked; null where there is no such time.',
  })
  idleExpiresAt!: Date | null;
}
