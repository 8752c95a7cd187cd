import { refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { universalIdOfCaller } from '../session/caller.ts';
import type { Caller } from '../session/caller.ts';

/**
 * Returns AM's refusal of an operation on users or groups. It names the caller. The status is 403,
 * except for OpenAM's queries (contract §5.2).
 */
export function denyOperation(
  operation: 'create' | 'delete' | 'edit' | 'read',
  caller: Caller,
  status: 403 | 500 = 403,
): Answer {
  const who = universalIdOfCaller(caller);
  return refuse(status, `Permission to perform the ${operation} operation denied to ${who}`);
}
