import { Directive, Field, ID, Int } from 'type-graphql';
import { DateTime } from '../fields/date-time.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { ProofState, ProofMethod } from '../enums/proof-enums.ts';

@Directive('@tag(name: "staff")')
@ValueType(
  'A proof of identity by a user, confirmed by AM. Only the caller who started it can use it, for one change of this user.',
)
export class DeviceOwnerProof {
  @NullableField(
    () => ID,
    'The id of the proof, for `proofId`. Null if the user has no device for it.',
  )
  proofId!: string | null;

  @Field(() => ProofMethod, { description: 'How the user proves their identity.' })
  method!: ProofMethod;

  @Field(() => ProofState, { description: 'The state of the proof.' })
  state!: ProofState;

  @NullableField(() => String, 'Who confirmed the identity: `AM`. Null unless it is proven.')
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
