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
      stack: stackOf(reason),
    });
  });
}

/** A reason that is no error may be anything, an answer of AM with its secrets too, so only its type is told. */
function stackOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.name) : `no error but ${typeof reason}`;
}
