import { Failure } from '../values/failure.ts';
import { assurance } from './assurance.ts';
import { limits, threatLevel } from './bounds.ts';
import { conditionNames, type Condition, type Obstacle } from './condition.ts';
import type { FactsAt, Moment } from './facts.ts';
import { area, ownAccount, policy, privilege } from './policy.ts';
import type { Because, Decide, RefusalAt, Row } from './row.ts';
import { secondPerson } from './second-person.ts';
import { operation, proof, reason, signIn, verification } from './stated.ts';

/** Every condition of a change. Nothing else decides whether a change may be made. */
export const conditions: Readonly<Record<Condition, Row>> = {
  POLICY: policy,
  AREA: area,
  PRIVILEGE: privilege,
  OWN_ACCOUNT: ownAccount,
  REASON: reason,
  VERIFICATION: verification,
  SIGN_IN: signIn,
  ASSURANCE: assurance,
  OPERATION: operation,
  THREAT_LEVEL: threatLevel,
  PROOF: proof,
  SECOND_PERSON: secondPerson,
  LIMITS: limits,
};

/** A condition that is not met at a moment. */
type ObstacleAt<M extends Moment> = Obstacle & RefusalAt[M];

/** Returns the first condition that is not met at a moment; null if all are. */
export async function firstObstacle<M extends Moment>(
  moment: M,
  facts: FactsAt[M],
): Promise<ObstacleAt<M> | null> {
  for (const condition of conditionNames) {
    const decide: Decide<M> | Because = conditions[condition][moment];
    if ('because' in decide) continue;
    const [refusal] = await decide(facts);
    if (refusal !== undefined) return { condition, ...refusal };
  }
  return null;
}

/** @throws Failure the first condition that is not met at a moment */
export async function requireConditions<M extends Moment>(
  moment: M,
  facts: FactsAt[M],
): Promise<void> {
  const obstacle = await firstObstacle(moment, facts);
  if (obstacle !== null) throw obstacle.failure;
}

/**
 * Returns what of some conditions stands in the way before anything is given. A condition that
 * cannot be decided now stands in the way, too, with the failure that the change would meet.
 */
export async function obstaclesOf(
  names: readonly Condition[],
  facts: FactsAt['PREVIEW'],
): Promise<readonly Obstacle[]> {
  const found = names.map(async (condition): Promise<readonly Obstacle[]> => {
    try {
      const decide = conditions[condition].PREVIEW;
      const refused = 'because' in decide ? [] : await decide(facts);
      return refused.map((one) => ({ condition, ...one }));
    } catch (failure) {
      if (failure instanceof Failure) return [{ condition, failure, remedies: ['WAIT'] }];
      throw failure;
    }
  });
  return (await Promise.all(found)).flat();
}
