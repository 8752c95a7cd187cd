import { reasonProblem, stepUpProblem } from '../../domain/change-rules.ts';
import type { Effect } from '../../domain/policy.ts';
import { memberOf, textOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';

/**
 * The permission for a change: the policy's, then what a deployment demands beside it, a reason of staff (security
 * B4) and a fresh sign-in of people who act for themselves (B1). A dry run shows devices, so it needs the permission
 * to see them, too.
 * @param input the mutation's input: a `ChangeInput` of change.input.ts
 * @throws Failure the policy's refusal, BAD_USER_INPUT or STEP_UP_REQUIRED
 */
export async function permitChange(
  context: RequestContext,
  effect: Effect,
  input: unknown,
): Promise<PersonGrant> {
  const { permissions, settings } = context;
  const id = textOf(input, 'userId');
  const realm = textOf(input, 'realm');
  const grant = await permissions.forNamed(effect, { id, realm, idArgument: 'userId' });
  const { role, person } = grant;
  const reasons = { role, reason: given(input, 'reason'), ticket: given(input, 'ticket') };
  const caller = await context.caller.caller();
  const problem =
    reasonProblem(reasons, settings) ??
    stepUpProblem({ role, caller }, { settings, now: context.now() });
  if (problem !== null) throw problem;
  if (memberOf(input, 'dryRun') === true && person !== null) {
    await permissions.on('viewDevices', person);
  }
  return grant;
}

function given(input: unknown, name: string): string | null {
  return textOf(input, name) ?? null;
}
