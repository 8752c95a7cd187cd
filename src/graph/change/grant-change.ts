import { reasonProblem, stepUpProblem } from '../../domain/change-rules.ts';
import type { Effect } from '../../domain/policy.ts';
import { personInInput } from '../access.ts';
import type { Granted, RequestContext } from '../request/context.ts';

/** The part of a change's input that says whose and why. */
export interface ChangeInputFacts {
  readonly userId?: string | null;
  readonly realm?: string | null;
  readonly reason?: string | null;
  readonly ticket?: string | null;
}

/**
 * Leave for a change: the policy, then what a deployment demands beside it, a reason of staff (security B4)
 * and a fresh sign-in of people who act for themselves (B1).
 * @throws Failure BAD_USER_INPUT or STEP_UP_REQUIRED beside the policy's refusals
 */
export async function grantChange(
  context: RequestContext,
  effect: Effect,
  input: ChangeInputFacts,
): Promise<Granted> {
  const granted = await context.grant(effect, personInInput(input));
  const problem =
    reasonProblem({ role: granted.role, ...input }, context.settings) ??
    stepUpProblem(
      { role: granted.role, caller: await context.caller() },
      {
        settings: context.settings,
        now: context.now(),
      },
    );
  if (problem !== null) throw problem;
  return granted;
}
