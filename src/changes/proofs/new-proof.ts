import { recordedNames } from '../../domain/change/change-record.ts';
import type { NewProof, ProofMethod, ProofStarted } from '../../domain/change/proof.ts';
import { limitFacts, limitReached } from '../../domain/values/limit.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { PersonGrant, WithPerson } from '../../access/grant.ts';
import { recordedActor } from '../../access/recorded-actor.ts';
import type { Proving } from '../request/acting.ts';

/** A proof that the agent of a request starts or ends. */
export async function newProof(
  proving: Proving,
  grant: WithPerson<PersonGrant>,
  method: ProofMethod,
): Promise<NewProof> {
  const { person } = grant;
  const agent = await recordedActor(proving, grant, person);
  const { correlationId } = proving;
  return { method, agent, person: recordedNames(person), correlationId };
}

/** Requires that limits permit a proof. @throws Failure */
export function requireStarted<Started extends { readonly kind: 'started' }>(
  started: Started | Extract<ProofStarted, { readonly kind: 'limited' }>,
): Started {
  if (started.kind === 'started') return started;
  if (started.isExhausted)
    throw new Failure(
      'PROOFS_EXHAUSTED',
      'Too many wrong codes were given for this person. No code was checked. Only a second person can help now.',
      { facts: limitFacts(started) },
    );
  throw limitReached('That is too often. Nothing was sent.', started);
}
