import { Failure } from '../../domain/values/failure.ts';
import { limitReached } from '../../domain/values/limit.ts';

/** The cause of a failure before AM received anything of the call. */
export class NotSent extends Error {}

/** Does what comes before a write: where it fails, the write was not sent. */
export async function beforeSending<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw error.causedBy(new NotSent('before the write', { cause: error }));
  }
}

/** The failure of a change that does not hold the lock of the devices; nothing was sent. */
export function lockNotHeld(why: string): Failure {
  return limitReached(
    'Other changes of the same devices are in progress. Nothing was sent. Try again in a moment.',
    {
      limit: 'CHANGES_IN_PROGRESS',
      rule: `a change of devices was not sent: ${why}`,
      retryAfterSeconds: 1,
    },
    new NotSent(why),
  );
}
