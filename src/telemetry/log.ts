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
  /** `extensions.code` of every error of the response; of many errors the first are logged. */
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
  /** Only for defects of the gateway: where they were thrown, see `framesOf`. */
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

/**
 * The maximum lengths of texts and lists, in characters and items. With them no line is longer than 16 KiB, where
 * the log drivers of containers cut a line in two, even if every character of a text has to be escaped.
 */
const maxStack = 2_000;
const maxText = 500;
const maxCodes = 50;

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
    request: (record) =>
      logger.info(lineOf('request', { ...record, codes: record.codes.slice(0, maxCodes) })),
    upstream: (record) => {
      // A successful call has no line by default: its request has one.
      if (!isGood(record)) logger.info(lineOf('upstream', record));
      else if (logsGoodCalls) logger.debug(lineOf('upstream', record));
    },
    failure: ({ correlationId, code, field = null, detail = null, stack = null }) => {
      const line = { event: 'failure', correlationId, code, field, detail: cut(detail, maxText) };
      logger[stack === null ? 'warn' : 'error']({ ...line, stack: cut(stack, maxStack) });
    },
    note: (message) => logger.info({ event: 'note' }, cut(message, maxStack)),
    warn: (message) => logger.warn({ event: 'note' }, cut(message, maxStack)),
  };
}

function standardOutput(): DestinationStream {
  const stream = pino.destination({ fd: 1, sync: false, minLength: bufferBytes });
  setInterval(() => stream.flush(), flushMs).unref();
  return stream;
}

function cut<T extends string | null>(text: T, max: number): T | string {
  return text === null || text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

function isGood({ result, attempts }: UpstreamRecord): boolean {
  return typeof result === 'number' && result < 500 && attempts === 1;
}

function lineOf(event: string, record: RequestRecord | UpstreamRecord): object {
  return { event, ...record, durationMs: Math.round(record.durationMs * 10) / 10 };
}
