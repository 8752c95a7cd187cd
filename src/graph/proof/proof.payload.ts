import { Directive, Field } from 'type-graphql';
import { noSuchPerson } from '../change/errors/change-error.type.ts';
import { codedError, errorType, type CodedError } from '../change/errors/coded-error.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { hasPerson, type PersonGrant, type WithPerson } from '../../access/grant.ts';
import { DeviceOwnerProof } from './proof.type.ts';

const codes = {
  USER_NOT_FOUND: 'This realm has no such user. Nothing was sent.',
  PROOF_NOT_FOUND: 'The caller has no such proof of this user. Nothing was sent.',
} as const;

const DeviceOwnerProofError = errorType('DeviceOwnerProofError', {
  description: 'Why a step of a proof failed.',
  codes,
});

@Directive('@tag(name: "staff")')
@ValueType('The result of a step of a proof of identity.')
export class DeviceOwnerProofPayload {
  @NullableField(() => DeviceOwnerProof, 'The proof. Null if the step failed.')
  proof!: DeviceOwnerProof | null;

  @Field(() => [DeviceOwnerProofError], {
    description: 'Why the step failed. Empty on success.',
  })
  errors!: readonly CodedError<keyof typeof codes>[];
}

type Payload = DeviceOwnerProofPayload;

/** Takes a step of a proof of the granted user, and returns its payload. */
export async function proofPayload(
  grant: PersonGrant,
  step: (grant: WithPerson<PersonGrant>) => Promise<Payload | Payload['proof']>,
): Promise<Payload> {
  if (!hasPerson(grant)) return { proof: null, errors: [noSuchPerson(['input', 'user', 'id'])] };
  const taken = await step(grant);
  return taken !== null && 'errors' in taken ? taken : { proof: taken, errors: [] };
}

/** The payload of a step with a proof that the caller does not have. */
export function noSuchProof(): Payload {
  const path = ['input', 'proofId'];
  const error = codedError('PROOF_NOT_FOUND', 'There is no such proof of this person.', path);
  return { proof: null, errors: [error] };
}
