import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenAm } from '../../am/index.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Log } from '../../telemetry/log.ts';

/** How long the start waits to learn which realms share a directory, in milliseconds. */
const learnMs = 2_000;

/** Logs which realms share a directory. Requests learn it themselves if AM does not answer now. */
export async function learnDirectories(am: OpenAm, log: Log): Promise<void> {
  const learned = am.sharedDirectories().catch((error: unknown) => {
    const code = error instanceof Failure ? error.code : 'INTERNAL';
    log.warn(`The gateway cannot find out which realms share a directory: ${code}.`);
  });
  await Promise.race([learned, sleep(learnMs, undefined, { ref: false })]);
}
