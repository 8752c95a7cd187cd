import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { ProofState, ShownProofMethod } from '../enums.ts';
import { NullableField } from '../nullable-field.ts';

@Access('with parent')
@Directive('@tag(name: "staff")')
@ObjectType({
  simpleResolvers: true,
  description:
    'A proof of identity by a user, confirmed by AM or by another product. Only the caller who started it can use it, for one change of this user.',
})
export class IdentityProof {
  @NullableField(
    () => ID,
    'The id of the proof, for `proofId`. Null if the user has no device for it.',
  )
  proofId!: string | null;

  @Field(() => ShownProofMethod, { description: 'How the user proves their identity.' })
  method!: ShownProofMethod;

  @Field(() => ProofState, { description: 'The state of the proof.' })
  state!: ProofState;

  @NullableField(
    () => String,
    'Who confirmed the identity: `AM`, or the name of another product. Null unless it is proven.',
  )
  provenBy!: string | null;

  @NullableField(
    () => String,
    'The number that the user must choose on the phone. Read it out. Null unless a push with a number waits.',
  )
  challenge!: string | null;

  @NullableField(
    () => DateTime,
    'Until when the push can be approved, or a proven identity permits a change. Null in all other states.',
  )
  expiresAt!: Date | null;

  @NullableField(() => Int, 'When to check the push again, in seconds. Null unless it waits.')
  checkAfterSeconds!: number | null;
}

@Access('with parent')
@Directive('@tag(name: "staff")')
@ObjectType({ simpleResolvers: true, description: 'The result of a step of a proof of identity.' })
export class IdentityProofPayload {
  @NullableField(
    () => IdentityProof,
    'The proof. Null if this realm has no such user, or if the caller has no such proof of the user.',
  )
  proof!: IdentityProof | null;
}
