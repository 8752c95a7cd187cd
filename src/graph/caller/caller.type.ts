import { Directive, Field, ObjectType } from 'type-graphql';
import { Access } from '../fields/access.ts';
import { DateTime } from '../fields/date-time.ts';
import { AuthenticationMethod, Role } from '../enums/enums.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ProofMethod } from '../enums/proof-enums.ts';

@Access('public')
@ObjectType({
  simpleResolvers: true,
  description: 'The caller of this request. Never fails because of a missing session.',
})
export class GatewayCaller {
  @Field(() => [Role], {
    description: 'The roles of the caller. Empty if the caller is not signed in.',
  })
  roles!: readonly Role[];

  @Directive('@tag(name: "staff")')
  @NullableField(
    () => AuthenticationMethod,
    'How the caller authenticated. Null if the caller is not signed in.',
  )
  credential!: AuthenticationMethod | null;

  @Field(() => Boolean, {
    description:
      'Whether the request has a session or token that the gateway does not accept. False without one, which means signed out.',
  })
  isCredentialRefused!: boolean;

  @NullableField(
    () => String,
    "The name of the caller's realm. Null if the caller is not signed in, and for a super user outside the served realms.",
  )
  realm!: string | null;

  @Field(() => [String], {
    description:
      'The names of the served realms in which the caller may act. Empty if the caller is not signed in.',
  })
  realms!: readonly string[];

  @Directive('@tag(name: "staff")')
  @Field(() => [String], {
    description:
      'The names of the areas to which every role of the caller over other users is limited. Empty if a role reaches all users.',
  })
  areas!: readonly string[];

  @Directive('@tag(name: "staff")')
  @Field(() => Boolean, {
    description:
      'Whether the caller must give a reason to change the devices of other users, or at least of some of them.',
  })
  isReasonRequired!: boolean;

  @Directive('@tag(name: "staff")')
  @NullableField(
    () => String,
    'A regular expression (ECMAScript, flag `u`) that the whole ticket of such a change must match. Null if the ticket is optional or has no fixed form.',
  )
  ticketPattern!: string | null;

  @Directive('@tag(name: "staff")')
  @NullableField(() => String, 'A ticket that matches the pattern, to show as an example.')
  ticketExample!: string | null;

  @Directive('@tag(name: "staff")')
  @Field(() => [String], {
    description:
      "The methods with which staff can verify a user's identity. Empty if staff need not state a verification.",
  })
  verificationMethods!: readonly string[];

  @Directive('@tag(name: "staff")')
  @Field(() => Boolean, {
    description:
      'Whether the caller must use a proof of identity (`proofId`) to change the devices of other users, or at least of some of them.',
  })
  isProofRequired!: boolean;

  @Directive('@tag(name: "staff")')
  @Field(() => [ProofMethod], {
    description:
      'The methods by which other users can prove their identity to this caller. Empty if this gateway has neither a journey nor a product for it.',
  })
  proofMethods!: readonly ProofMethod[];

  @Directive('@tag(name: "staff")')
  @Field(() => Boolean, { description: 'Whether the caller may search for users.' })
  canSearch!: boolean;

  @Directive('@tag(name: "staff")')
  @Field(() => Boolean, { description: 'Whether the caller may reset devices of other users.' })
  canResetOthers!: boolean;

  @Directive('@tag(name: "staff")')
  @Field(() => Boolean, {
    description: 'Whether the caller may read the recorded changes of a realm (`realmHistory`).',
  })
  canViewHistory!: boolean;

  @Directive('@tag(name: "staff")')
  @Field(() => Boolean, {
    description:
      'Whether the caller may read counts of the changes of a realm (`deviceChangeInsights`).',
  })
  canViewInsights!: boolean;

  @Directive('@tag(name: "staff")')
  @Field(() => Boolean, {
    description: 'Whether the caller may set the threat level of a realm (`setRealmThreatLevel`).',
  })
  canSetThreatLevel!: boolean;

  @Directive('@tag(name: "staff")')
  @Field(() => [String], {
    description:
      'The names of the areas for which the caller may run campaigns. Empty if the caller may run none, or if a role is not limited to areas.',
  })
  campaignAreas!: readonly string[];

  @Field(() => Boolean, { description: 'Whether the caller may change their own devices.' })
  canChangeOwn!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether the sign-in shows a second factor, which the threat level `GUARDED` requires for changes of own devices. AM is asked for it only while a level requires it.',
  })
  hasSecondFactor!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether another sign-in could show a second factor here. If not, only the help desk can change the devices of this caller while a level requires one.',
  })
  canShowSecondFactor!: boolean;

  @NullableField(() => DateTime, 'When the caller last signed in. Null if it is not known.')
  signedInAt!: Date | null;

  @NullableField(
    () => DateTime,
    'When the session or token expires. Null if the caller is not signed in.',
  )
  expiresAt!: Date | null;

  @NullableField(
    () => DateTime,
    'When the session expires if it is not used, as of its last check. Null if it has no idle timeout.',
  )
  idleExpiresAt!: Date | null;
}
