import type { Caller } from '../../domain/caller.ts';
import { Failure } from '../../domain/failure.ts';
import type { Denial } from '../../domain/policy.ts';

const texts: Readonly<Record<Exclude<Denial, 'UNAUTHENTICATED'>, string>> = {
  FORBIDDEN: 'You may not do this.',
  INSUFFICIENT_SCOPE: 'Your access token lacks the scope for this.',
  OWN_ACCOUNT: 'Staff cannot do this to their own account by name. Say self to act for yourself.',
  TARGET_PRIVILEGED: 'This person is privileged. Ask an administrator who may act for them.',
  PRIVILEGE_UNKNOWN:
    'Nobody can tell now whether this person is privileged, so nothing was done. Tell the operator.',
};

/** Creates the failure for a denial; its message depends on the caller and the reason, never on the target. */
export function policyRefusal(reason: Denial, caller: Caller): Failure {
  if (reason !== 'UNAUTHENTICATED') return new Failure(reason, texts[reason]);
  const ended = caller.kind === 'anonymous' && caller.why !== 'no session';
  return new Failure(
    'UNAUTHENTICATED',
    ended ? 'Your session is not accepted here. Sign in again.' : 'Sign in first.',
  );
}
