import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DenialReason } from '../enums.ts';

/** Whether one thing is allowed. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description:
    'Whether the caller may do one thing, and why not, by the same policy that decides when it is tried. Access Management may still ask for a sign-in with a second factor.',
})
export class ActionPermission {
  @Field(() => Boolean, { description: 'Whether it is allowed.' })
  allowed!: boolean;

  @Field(() => DenialReason, { nullable: true, description: 'Why not; null where it is allowed.' })
  reason!: DenialReason | null;
}
