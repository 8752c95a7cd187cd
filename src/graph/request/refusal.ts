import type { Caller } from '../../domain/caller.ts';
import { Failure } from '../../domain/failure.ts';
import type { Denial } from '../../domain/policy.ts';

const texts: Readonly<Record<Exclude<Denial, 'UNAUTHENTICATED'>, string>> = {
  FORBIDDEN: 'You do not have permission to do this.',
  INSUFFICIENT_SCOPE: 'Your access token lacks the scope for this. Get a token with the scope.',
  OWN_ACCOUNT:
    'Staff cannot name their own account in a change. Nothing was changed. Use `me: true`, or ask a colleague.',
  TARGET_PRIVILEGED:
    'This person is privileged. Nothing was changed. Ask an administrator who can act for privileged people.',
  PRIVILEGE_UNKNOWN:
    'The gateway cannot find out whether this person is privileged. Nothing was changed. Report it to the operator.',
};

/** Creates the failure for a denial; its message never depends on the target. */
export function policyRefusal(reason: Denial, caller: Caller): Failure {
  if (reason !== 'UNAUTHENTICATED') return new Failure(reason, texts[reason]);
  const ended = caller.kind === 'anonymous' && caller.why !== 'no session';
  return new Failure(
    'UNAUTHENTICATED',
    ended ? 'Your session is not accepted here. Sign in again.' : 'Sign in first.',
  );
}
