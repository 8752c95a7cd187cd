import type { SignedInCaller } from '../../domain/caller.ts';
import { roles } from '../../domain/caller.ts';
import { policy } from '../../domain/policy.ts';
import type { GuardedCall } from '../access.ts';
import { policyRefusal } from '../request/refusal.ts';

/**
 * Returns the caller if they may see any history: their own, by a session or a token with a scope
 * for reading, or that of others by a role (security A25). Null without a caller, as in the rest of
 * `Caller`.
 * @throws Failure INSUFFICIENT_SCOPE
 */
export async function permitActivity({
  effect,
  context: { caller: whoCalls, permissions },
}: GuardedCall): Promise<SignedInCaller | null> {
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') return null;
  const hasRole = roles.some(
    (role) => role !== 'SELF' && caller.roles.includes(role) && policy[effect][role] !== undefined,
  );
  if (!caller.own.view && !hasRole) throw policyRefusal('INSUFFICIENT_SCOPE', caller);
  permissions.granted.add(effect);
  return caller;
}
