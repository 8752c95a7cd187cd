import { Directive, Field, ID, Int } from 'type-graphql';
import { DateTime } from '../fields/date-time.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { ProofState, ProofMethod } from '../enums/proof-enums.ts';

@Directive('@tag(name: "staff")')
@ValueType('What to read out to a user, so that a vendor can verify them.')
export class DeviceOwnerIdentityCheck {
  @Field(() => String, { description: 'The name of the vendor.' })
  vendor!: string;

  @Field(() => String, { description: 'The address at which the user types the code.' })
  address!: string;

  @Field(() => String, {
    description: 'The code, such as `7K3M-XQT2`. It works for this user until `expiresAt`.',
  })
  userCode!: string;
}

@Directive('@tag(name: "staff")')
@ValueType(
  'A proof of identity by a user, confirmed by AM or by a vendor. Only the caller who started it can use it, for one change of this user.',
)
export class DeviceOwnerProof {
  @NullableField(
    () => ID,
    'The id of the proof, for `proofId`. Null if the user has no device or no name for it.',
  )
  proofId!: string | null;

  @Field(() => ProofMethod, { description: 'How the user proves their identity.' })
  method!: ProofMethod;

  @Field(() => ProofState, { description: 'The state of the proof.' })
  state!: ProofState;

  @NullableField(
    () => String,
    'Who confirmed the identity: `AM`, or the name of a vendor. Null unless it is proven.',
  )
  provenBy!: string | null;

  @NullableField(
    () => String,
    'The number that the user must choose on the phone. Read it out. Null unless a push with a number waits.',
  )
  challenge!: string | null;

  @NullableField(
    () => DateTime,
    'Until when the push can be approved, the vendor can answer, or a proven identity permits a change. Null in all other states.',
  )
  expiresAt!: Date | null;

  @NullableField(
    () => Int,
    'When to check a proof that waits again, in seconds. Null unless it waits.',
  )
  checkAfterSeconds!: number | null;

  @NullableField(
    () => DeviceOwnerIdentityCheck,
    'What to read out for a check by a vendor. Null except when the check starts.',
  )
  identityCheck!: DeviceOwnerIdentityCheck | null;
}
