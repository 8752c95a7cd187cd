import { Field, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DenialReason } from '../enums.ts';

/** Whether one thing is allowed. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'Whether the viewer may do one thing, and why not.',
})
export class Permission {
  @Field(() => Boolean, { description: 'Whether it is allowed.' })
  allowed!: boolean;

  @Field(() => DenialReason, { nullable: true, description: 'Why not; null where it is allowed.' })
  reason!: DenialReason | null;
}

/** What the viewer may do to a person. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description:
    'What the viewer may do to this person, by the same policy that decides when it is tried. To their own person staff may do it only without naming themselves. Access Management may still ask for a sign-in with a second factor.',
})
export class UserActions {
  @Field(() => Permission, { description: 'To see their devices.' })
  viewDevices!: Permission;

  @Field(() => Permission, { description: 'To see the personal data of their device profiles.' })
  viewProfileData!: Permission;

  @Field(() => Permission, { description: 'To reset their one-time password devices.' })
  resetOath!: Permission;

  @Field(() => Permission, { description: 'To reset their push devices.' })
  resetPush!: Permission;

  @Field(() => Permission, { description: 'To reset their security keys and passkeys.' })
  resetWebAuthn!: Permission;

  @Field(() => Permission, { description: 'To reset their bound devices.' })
  resetBound!: Permission;

  @Field(() => Permission, { description: 'To reset their device profiles.' })
  resetProfile!: Permission;

  @Field(() => Permission, { description: 'To reset their trusted browsers.' })
  resetTrusted!: Permission;

  @Field(() => Permission, { description: 'To remove a single device of theirs.' })
  removeDevice!: Permission;

  @Field(() => Permission, { description: 'To rename a single device of theirs.' })
  renameDevice!: Permission;
}
