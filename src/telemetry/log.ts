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

/** Logs as JSON lines, by default to standard output. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  return {
    request: (record) => logger.info({ event: 'request', ...rounded(record) }),
    upstream: (record) => logger.info({ event: 'upstream', ...rounded(record) }),
    failure: (record) =>
      logger[record.stack === null ? 'warn' : 'error']({ event: 'failure', ...record }),
    note: (message) => logger.info({ event: 'note' }, message),
    warn: (message) => logger.warn({ event: 'note' }, message),
  };
}

function rounded<T extends { readonly durationMs: number }>(record: T): T {
  return { ...record, durationMs: Math.round(record.durationMs * 10) / 10 };
}
