import { pino } from 'pino';
import type { DestinationStream } from 'pino';

/** One finished GraphQL request. */
export interface RequestRecord {
  readonly correlationId: string;
  /** The operation's name in its document; null where it has none or no operation was selected. */
  readonly operationName: string | null;
  readonly operationType: string | null;
  readonly status: number;
  readonly durationMs: number;
  /** `extensions.code` of every error of the response. */
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

/** One error, with the operator's detail that clients must not see. */
export interface FailureRecord {
  readonly correlationId: string;
  readonly code: string;
  /** The failed field of the schema; absent for an error of the whole request. */
  readonly field?: string | null;
  readonly detail?: string | null;
  /** Only for defects of the gateway. */
  readonly stack?: string | null;
}

/** Everything that the gateway writes to its log. */
export interface Log {
  readonly request: (record: RequestRecord) => void;
  readonly upstream: (record: UpstreamRecord) => void;
  readonly failure: (record: FailureRecord) => void;
  readonly note: (message: string) => void;
  readonly warn: (message: string) => void;
}

/** The maximum size and age of the buffer of standard output. */
const bufferBytes = 8_192;
const flushMs = 200;

/**
 * Creates a log of JSON lines, by default on standard output, where lines are buffered and written together,
 * outside the requests. The buffer is flushed when the process exits normally.
 */
export function createLog(level: string, destination: DestinationStream = standardOutput()): Log {
  const logger = pino({ level, base: null }, destination);
  const logsGoodCalls = logger.isLevelEnabled('debug');
  return {
    request: (record) => logger.info(lineOf('request', record)),
    upstream: (record) => {
      // A successful call has no line by default: its request has one.
      if (!isGood(record)) logger.info(lineOf('upstream', record));
      else if (logsGoodCalls) logger.debug(lineOf('upstream', record));
    },
    failure: ({ correlationId, code, field = null, detail = null, stack = null }) => {
      const line = { event: 'failure', correlationId, code, field, detail, stack };
      logger[stack === null ? 'warn' : 'error'](line);
    },
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
