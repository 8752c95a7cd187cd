import { framesOf } from '../telemetry/frames.ts';
import type { Log } from '../telemetry/log.ts';

/**
 * Logs each unhandled rejection as a defect and keeps the process running. graphql-js causes one if
 * a list fails while its items are being resolved; by default Node would end the process, and with
 * it the requests of other callers. An uncaught exception still ends the process.
 */
export function logUnhandledRejections(log: Log): void {
  process.on('unhandledRejection', (reason) => {
    log.failure({
      correlationId: 'process',
      code: 'INTERNAL',
      detail: 'A rejection was left unhandled.',
      stack: framesOf(reason),
    });
  });
}
