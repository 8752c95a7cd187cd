import { reasonRefusal, stepUpRefusal } from '../../domain/change-rules.ts';
import type { Effect } from '../../domain/policy.ts';
import { memberOf, textOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';

/**
 * Returns the permission for a change: the policy decides first, then the deployment's further requirements: a reason
 * from staff (security B4), and a recent sign-in of people who act for themselves (B1). A dry run shows devices, so it
 * also requires the permission to see them. Of others, one operation changes one thing at most, whatever its fields are (D3).
 * @param input the mutation's input: a `ChangeInput` of change.input.ts
 * @throws Failure the policy's refusal, BAD_USER_INPUT, STEP_UP_REQUIRED or OPERATION_TOO_LARGE
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
  const reasons = {
    role,
    reason: textOrNull(input, 'reason'),
    ticket: textOrNull(input, 'ticket'),
  };
  const caller = await context.caller.caller();
  const refusal =
    reasonRefusal(reasons, settings) ??
    stepUpRefusal({ role, caller }, { settings, now: context.now() });
  if (refusal !== null) throw refusal;
  if (memberOf(input, 'dryRun') === true) {
    if (person !== null) await permissions.on('viewDevices', person);
  } else if (role !== 'SELF' && person !== null) context.countChangeOfOther();
  return grant;
}

function textOrNull(input: unknown, name: string): string | null {
  return textOf(input, name) ?? null;
}
