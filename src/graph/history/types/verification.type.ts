import { Field } from 'type-graphql';
import { DateTime } from '../../fields/date-time.ts';
import { NullableField } from '../../fields/nullable-field.ts';
import { ValueType } from '../../fields/value-type.ts';

@ValueType("How the user's identity was verified.")
export class DeviceChangeVerification {
  @Field(() => String, { description: 'The verification method.' })
  method!: string;

  @Field(() => DateTime, { description: 'When the identity was verified.' })
  at!: Date;

  @NullableField(
    () => String,
    'Where the verification is documented, or the id of the proof. Staff and auditors can read it. Null if it was not stated.',
  )
  reference!: string | null;

  @NullableField(
    () => String,
    'Who confirmed a proof of identity: `AM`, or an external product. Null if staff only stated the verification.',
  )
  provenBy!: string | null;
}
