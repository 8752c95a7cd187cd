import { framesOf } from './telemetry/frames.ts';
import type { Log } from './telemetry/log.ts';

/**
 * Logs every rejection that nothing handles as a defect, and keeps the process serving. graphql-js leaves one
 * behind where a list fails while items of it are still under way, and Node would end the process for it,
 * with all that other callers wait for. An uncaught exception still ends the process.
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
