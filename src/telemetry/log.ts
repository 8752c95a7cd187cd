import { pino } from 'pino';
import type { DestinationStream } from 'pino';

/** One finished GraphQL request. */
export interface RequestRecord {
  readonly correlationId: string;
  /** The operation's name as its document gives it; null where it has none or was not read. */
  readonly operationName: string | null;
  readonly operationType: string | null;
  readonly status: number;
  readonly durationMs: number;
  /** `extensions.code` of every error of the answer. */
  readonly codes: readonly string[];
}

/** One finished call to AM. */
export interface UpstreamRecord {
  readonly correlationId: string;
  readonly method: string;
  readonly template: string;
  readonly result: number | string;
  readonly durationMs: number;
  readonly attempts: number;
}

/** One failure, with what its reader must not see. */
export interface FailureRecord {
  readonly correlationId: string;
  readonly code: string;
  /** The field of the schema that failed; null where none did. */
  readonly field: string | null;
  readonly detail: string | null;
  /** Only for failures that are our own defects. */
  readonly stack: string | null;
}

/** Everything that the gateway writes to its log. */
export interface Log {
  readonly request: (record: RequestRecord) => void;
  readonly upstream: (record: UpstreamRecord) => void;
  readonly failure: (record: FailureRecord) => void;
  readonly note: (message: string) => void;
  readonly warn: (message: string) => void;
}

/** How much may wait to be written, and for how long at most. */
const bufferBytes = 8_192;
const flushMs = 200;

/**
 * Logs as JSON lines, by default to standard output, where lines wait for a moment and are written together,
 * apart from the requests. What waits is written when the process ends in order.
 */
export function createLog(level: string, destination: DestinationStream = standardOutput()): Log {
  const logger = pino({ level, base: null }, destination);
  const tellsGoodCalls = logger.isLevelEnabled('debug');
  return {
    request: (record) => logger.info(lineOf('request', record)),
    upstream: (record) => {
      // A good call is one of several for a request, which has a line of its own.
      if (!isGood(record)) logger.info(lineOf('upstream', record));
      else if (tellsGoodCalls) logger.debug(lineOf('upstream', record));
    },
    failure: (record) =>
      logger[record.stack === null ? 'warn' : 'error']({ event: 'failure', ...record }),
    note: (message) => logger.info({ event: 'note' }, message),
    warn: (message) => logger.warn({ event: 'note' }, message),
  };
}

function standardOutput(): DestinationStream {
  const stream = pino.destination({ fd: 1, sync: false, minLength: bufferBytes });
  setInterval(() => stream.flush(), flushMs).unref();
  return stream;
}

function isGood({ result, attempts }: UpstreamRecord): boolean {
  return typeof result === 'number' && result < 500 && attempts === 1;
}

function lineOf(event: string, record: RequestRecord | UpstreamRecord): object {
  return { event, ...record, durationMs: Math.round(record.durationMs * 10) / 10 };
}
