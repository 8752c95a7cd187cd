import { createUnionType, Directive, Field } from 'type-graphql';
import {
  DeviceChangeError,
  DeviceOwnerNotFound,
  ErrorType,
  noSuchPerson,
  userError,
} from '../change/errors/change-error.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { hasPerson, type PersonGrant, type WithPerson } from '../../access/grant.ts';
import { DeviceOwnerProof } from './proof.type.ts';

@ErrorType('The caller has no such proof of this user. Nothing was sent.')
export class DeviceOwnerProofNotFound extends DeviceChangeError {}

const DeviceOwnerProofError = createUnionType({
  name: 'DeviceOwnerProofError',
  description: 'Why a step of a proof failed.',
  types: () => [DeviceOwnerNotFound, DeviceOwnerProofNotFound] as const,
});

@Directive('@tag(name: "staff")')
@ValueType('The result of a step of a proof of identity.')
export class DeviceOwnerProofPayload {
  @NullableField(
    () => DeviceOwnerProof,
    'The proof. Null if the step failed, or if no product has signed one yet.',
  )
  proof!: DeviceOwnerProof | null;

  @Field(() => [DeviceOwnerProofError], {
    description: 'Why the step failed. Empty on success.',
  })
  errors!: readonly (typeof DeviceOwnerProofError)[];
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
  const error = userError(DeviceOwnerProofNotFound, 'There is no such proof of this person.', path);
  return { proof: null, errors: [error] };
}
