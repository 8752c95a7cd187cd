import { Failure } from '../../domain/values/failure.ts';
import type { ProofMethod } from '../../domain/change/proof.ts';
import { NotSent } from '../foundation/not-sent.ts';
import type { Answer } from '../http/call.ts';
import { failureOf } from '../http/errors.ts';

/** Maps an answer of a journey that is not 200, before its question. */
export function journeyRefusal(answer: Answer, method: ProofMethod): Failure {
  const journey = `the journey for ${method}`;
  switch (answer.status) {
    case 400:
      return noSuchJourney(`proofJourneys: AM does not have ${journey} in this realm`);
    case 401:
      return unusable(
        `${journey} refuses the gateway, or this person: compare PROOF_JOURNEY_SECRET with the script`,
      );
    default:
      return failureOf(answer);
  }
}

/** There is no journey for a method, so nothing reached the person. */
export function noSuchJourney(detail: string): Failure {
  return new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This Access Management has no journey for this proof. Nothing was sent. Verify the person in another way.',
    { detail, cause: new NotSent('no journey') },
  );
}

/** The journey is not built as it must be. The detail says why. */
export function unusable(detail: string): Failure {
  return new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This proof cannot be used, because of how its journey is built. Nothing was proven. Verify the person in another way, and report it to the operator.',
    { detail: `proofJourneys: ${detail}` },
  );
}
