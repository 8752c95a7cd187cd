import { pino, stdTimeFunctions, type DestinationStream } from 'pino';
import { traceIdOf, type CallRecord } from '../domain/values/call-record.ts';
import type { EndedChange } from '../domain/change/change-record.ts';
import type { SecurityEvent } from '../domain/outbox/security-event.ts';
import { LogTarget, standardOutput } from './log-target.ts';
import { prettyLine } from './pretty-line.ts';
import { SecurityCounts } from './security-counts.ts';
import { version } from './version.ts';

/** One finished HTTP request. Unknown facts are null. */
export interface RequestRecord {
  readonly correlationId: string;
  /** The client's own; absent if it sent none. */
  readonly clientCorrelationId?: string;
  /** The address of the client, as trusted proxies report it. */
  readonly client: string;
  readonly method: string;
  /** Without its query and without parts that may be a token or a name. */
  readonly path: string;
  /** The path if it is one of the gateway's own, otherwise `other`. */
  readonly route: string;
  readonly status: number;
  readonly requestBytes: number | null;
  readonly responseBytes: number;
  readonly durationMs: number;
  /** Part of the duration: in queues. */
  readonly waitingMs: number;
  /** Part of the duration: calls to AM. */
  readonly upstreamMs: number;
  readonly upstreamCalls: number;
  /** Only for a trusted document, because other names are text from the client. */
  readonly operationName: string | null;
  readonly operationType: string | null;
  /** The sha256 of the document, in hexadecimal. */
  readonly documentId: string | null;
  /** The highest role that was determined. */
  readonly role: string | null;
  /** A keyed hash of who called. */
  readonly caller: string | null;
  /** `extensions.code` of every error of the response. */
  readonly codes: readonly string[];
  /** Absent if nothing is traced. */
  readonly traceId?: string | undefined;
}

/** One error, with the operator's detail that clients must not see. */
interface FailureRecord {
  readonly correlationId: string;
  readonly code: string;
  /** The failed field of the schema; absent for an error of the whole request. */
  readonly field?: string | null;
  readonly detail?: string | null;
  /** Only for defects of the gateway; see `framesOf`. */
  readonly stack?: string | null;
  /** The code of the underlying error, such as `ENOTFOUND`. */
  readonly cause?: string | null;
}

/** A change of readiness. The first problem has its code, detail and cause here. */
interface ReadinessRecord {
  readonly ready: boolean;
  readonly code: string | null;
  readonly detail: string | null;
  readonly cause: string | null;
  /** Codes of what does not work although requests are served. */
  readonly degraded: readonly string[];
}

/**
 * A step in the life of the process, in this order. A start that fails ends after any of them.
 * `ready` is the first time that requests can be served; later changes are `ReadinessRecord`s.
 */
type ProcessStep =
  | { readonly step: 'start'; readonly node: string; readonly pid: number }
  | { readonly step: 'listening'; readonly url: string; readonly metricsUrl: string | null }
  | { readonly step: 'ready' }
  | { readonly step: 'stop'; readonly signal: string }
  /** `givenUp`: how many requests had no answer at the end of the drain. */
  | { readonly step: 'drained'; readonly givenUp: number }
  | { readonly step: 'end'; readonly exitCode: number };

export interface Log {
  readonly request: (record: RequestRecord) => void;
  readonly upstream: (record: CallRecord) => void;
  readonly failure: (record: FailureRecord) => void;
  readonly change: (record: EndedChange) => void;
  readonly readiness: (record: ReadinessRecord) => void;
  /** An event that may need an operator's attention at once. It names no user. */
  readonly security: (event: SecurityEvent) => void;
  readonly note: (message: string) => void;
  readonly warn: (message: string) => void;
}

export interface ProcessLog extends Log {
  readonly process: (step: ProcessStep) => void;
  /** A problem that an operator must solve. */
  readonly error: (message: string) => void;
  readonly setLevel: (level: string) => void;
  readonly level: () => string;
  /** How many lines were dropped because the target did not accept them. */
  readonly dropped: () => number;
  /** How many security events of each type were reported. */
  readonly securityEvents: () => Readonly<SecurityCounts['counts']>;
}

/**
 * The maximum lengths of texts and lists, in characters and items. They keep a line below 16 KiB,
 * at which log drivers of containers split it, even if every character of a text is escaped.
 */
const maxStack = 2_000;
const maxText = 500;
const maxPath = 200;
const maxCodes = 50;

/** Creates a log of JSON lines, or of readable ones, by default on standard output. */
export function createLog(
  level: string,
  {
    destination = standardOutput(),
    pretty = false,
  }: { readonly destination?: DestinationStream; readonly pretty?: boolean } = {},
): ProcessLog {
  const logger = pino(
    {
      level,
      base: { version },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pretty ? { write: (line) => destination.write(prettyLine(line)) } : destination,
  );
  const events = new SecurityCounts();
  const target = destination instanceof LogTarget ? destination : undefined;
  if (target !== undefined) {
    target.onRecovery = (dropped) =>
      logger.warn(
        { event: 'log' },
        `${dropped} log lines were dropped: the target accepted no more.`,
      );
  }
  return {
    request: (record) => {
      const severity = isNoise(record) ? 'debug' : 'info';
      if (logger.isLevelEnabled(severity)) logger[severity](requestLine(record));
    },
    upstream: (record) => {
      const severity = upstreamLevel(record);
      if (logger.isLevelEnabled(severity)) logger[severity](upstreamLine(record));
    },
    failure: ({ correlationId, code, field = null, detail = null, stack = null, cause = null }) => {
      const line = { event: 'failure', correlationId, code, field, detail: cut(detail, maxText) };
      const isError = stack !== null || isOperatorsFault(cause);
      logger[isError ? 'error' : 'warn']({ ...line, cause, stack: cut(stack, maxStack) });
    },
    change: ({ results, ...record }) => {
      // A result also contains devices, with names that users gave them.
      const shown = results.map(({ kind, outcome, problem }) => ({ kind, outcome, problem }));
      logger.info({ event: 'change', ...record, results: shown });
    },
    readiness: (record) =>
      logger.warn({ event: 'readiness', ...record, detail: cut(record.detail, maxText) }),
    process: (step) => {
      const isFailure = step.step === 'end' && step.exitCode !== 0;
      logger[isFailure ? 'error' : 'info']({ event: 'process', ...step });
    },
    security: events.counted((event) => logger.warn({ event: 'security', ...event })),
    note: (message) => logger.info({ event: 'note' }, cut(message, maxStack)),
    warn: (message) => logger.warn({ event: 'note' }, cut(message, maxStack)),
    error: (message) => logger.error({ event: 'note' }, cut(message, maxStack)),
    setLevel: (wanted) => (logger.level = wanted),
    level: () => logger.level,
    dropped: () => target?.dropped ?? 0,
    securityEvents: () => events.counts,
  };
}

function cut<T extends string | null>(text: T, max: number): T | string {
  return text === null || text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** Whether a request is a successful probe or for an unknown path. */
function isNoise({ route, status }: RequestRecord): boolean {
  return (route.startsWith('/health/') && status === 200) || (route === 'other' && status === 404);
}

function upstreamLevel({ result, attempts }: CallRecord): 'debug' | 'info' | 'error' {
  if (isOperatorsFault(result)) return 'error';
  return typeof result === 'number' && result < 500 && attempts === 1 ? 'debug' : 'info';
}

/** Whether the operator must correct a name or a certificate; a retry cannot succeed. */
function isOperatorsFault(code: number | string | null): boolean {
  return (
    typeof code === 'string' &&
    /^(?:ENOTFOUND|EAI_|ERR_TLS_|ERR_SSL_|CERT_|CRL_|ERROR_IN_C|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/.test(
      code,
    )
  );
}

function requestLine(record: RequestRecord): object {
  const { durationMs, waitingMs, upstreamMs, path, codes } = record;
  return {
    event: 'request',
    ...record,
    path: cut(path, maxPath),
    durationMs: rounded(durationMs),
    waitingMs: rounded(waitingMs),
    upstreamMs: rounded(upstreamMs),
    codes: codes.slice(0, maxCodes),
  };
}

function upstreamLine(record: CallRecord): object {
  const { correlationId, method, template, result, attempts, tally } = record;
  const { clientCorrelationId } = tally ?? {};
  return {
    event: 'upstream',
    correlationId,
    ...(clientCorrelationId !== undefined && { clientCorrelationId }),
    method,
    template,
    result,
    durationMs: rounded(record.durationMs),
    attempts,
    traceId: traceIdOf(tally),
  };
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
