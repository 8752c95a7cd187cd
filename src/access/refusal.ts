import type { Caller } from '../domain/people/caller.ts';
import { Failure } from '../domain/values/failure.ts';
import type { Denial } from '../domain/policy/verdict.ts';

const texts: Readonly<Record<Exclude<Denial, 'UNAUTHENTICATED'>, string>> = {
  FORBIDDEN: 'You do not have permission to do this.',
  INSUFFICIENT_SCOPE: 'Your access token lacks the scope for this. Get a token with the scope.',
  OWN_ACCOUNT:
    'Staff cannot name their own account in a change. Nothing was changed. Use `me: true`, or ask a colleague.',
  TARGET_PRIVILEGED:
    'This person is privileged. Nothing was changed. Ask an administrator who can act for privileged people.',
  PRIVILEGE_UNKNOWN:
    'The gateway cannot find out whether this person is privileged. Nothing was changed. Report it to the operator.',
  AREA_UNKNOWN:
    'The gateway cannot find out whether this person is in your area. Report it to the operator.',
};

/** Codes by which a signed-in caller is refused a person: a denial, or a malformed name. */
export const personRefusals: ReadonlySet<string> = new Set([
  ...Object.keys(texts),
  'BAD_USER_INPUT',
]);

/** Creates the failure for a denial; its message never depends on the target. */
export function policyRefusal(reason: Denial, caller: Caller): Failure {
  if (reason !== 'UNAUTHENTICATED') return new Failure(reason, texts[reason]);
  const ended = caller.kind === 'anonymous' && caller.why !== 'no session';
  return new Failure(
    'UNAUTHENTICATED',
    ended ? 'Your session is not accepted here. Sign in again.' : 'Sign in first.',
  );
}

/** Null for a refusal: who may read one thing may still not read what it links to. */
export async function unlessRefused<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Failure && personRefusals.has(error.code)) return null;
    throw error;
  }
}
