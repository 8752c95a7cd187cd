import { Failure } from '../../domain/failure.ts';

/** The cause of a failure before AM received anything of the call. */
export class NotSent extends Error {}

/** Does what comes before a write: where it fails, the write was not sent. */
export async function beforeSending<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, detail, facts } = error;
    const cause = new NotSent('before the write', { cause: error });
    throw new Failure(code, message, { ...(detail !== undefined && { detail }), facts, cause });
  }
}

/** The failure of a change that does not hold the lock of the devices; nothing was sent. */
export function lockNotHeld(why: string): Failure {
  return new Failure(
    'RATE_LIMITED',
    'Other changes of the same devices are in progress. Nothing was sent. Try again in a moment.',
    {
      detail: `a change of devices was not sent: ${why}`,
      cause: new NotSent(why),
      facts: { retryAfterSeconds: 1 },
    },
  );
}
