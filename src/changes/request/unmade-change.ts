import { Failure } from '../../domain/values/failure.ts';
import type { UnmadeChange } from './change-request.ts';
import { limitReached } from '../../domain/values/limit.ts';

/** The failure of a change that was not made. */
export function failureOf(result: Exclude<UnmadeChange, { readonly kind: 'replayed' }>): Failure {
  switch (result.kind) {
    case 'rejected':
      return result.failure;
    case 'inProgress':
      return limitReached(
        'The same change is in progress. Nothing was sent again. Check the device list in a moment.',
        {
          limit: 'SAME_CHANGE',
          rule: `change ${result.id} has no outcome yet`,
          retryAfterSeconds: result.retryAfterSeconds,
        },
      );
    case 'limited':
      return limitReached('That is too often. Nothing was sent.', result);
    case 'notWaiting':
      throw new TypeError('only a requested change waits');
    case 'keyReused':
      return new Failure(
        'IDEMPOTENCY_KEY_REUSED',
        'This key was used for another change. Nothing was sent. Use a new key.',
      );
  }
}
