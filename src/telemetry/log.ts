import { pino, stdTimeFunctions } from 'pino';
import type { DestinationStream } from 'pino';
import type { SecurityEvent } from '../domain/security-event.ts';
import type { Tally } from '../domain/tally.ts';
import { LogTarget, standardOutput } from './log-target.ts';
import { version } from './version.ts';

/** One finished HTTP request; what is not known of it is null. */
export interface RequestRecord {
  readonly correlationId: string;
  /** The address of the client, as far as trusted proxies tell it. */
  readonly client: string;
  readonly method: string;
  /** Without its query and without parts that may be a token or a name. */
  readonly path: string;
  /** The path where it is one of the gateway's own, else `other`. */
  readonly route: string;
  readonly status: number;
  readonly requestBytes: number | null;
  readonly responseBytes: number;
  readonly durationMs: number;
  /** Part of the duration: in queues. */
  readonly waitingMs: number;
  /** Part of the duration: while AM was asked. */
  readonly upstreamMs: number;
  readonly upstreamCalls: number;
  /** Only of a trusted document; other names are the client's own words. */
  readonly operationName: string | null;
  readonly operationType: string | null;
  /** The sha256 of the document, in hexadecimal. */
  readonly documentId: string | null;
  /** How the operation ran. */
  readonly lane: 'plan' | 'apollo' | null;
  /** The highest role that was found out. */
  readonly role: string | null;
  /** A keyed hash of who called. */
  readonly caller: string | null;
  /** `extensions.code` of every error of the response; of many errors the first are logged. */
  readonly codes: readonly string[];
}

/** One change, with its reference number in the ledger. */
export interface ChangeRecord {
  readonly correlationId: string;
  /** Null where changes are not recorded. */
  readonly reference: string | null;
  readonly effect: string;
  readonly role: string;
  readonly outcome: string;
  readonly dryRun: boolean;
  readonly results: readonly {
    readonly kind: string;
    readonly outcome: string;
    readonly problem: string | null;
  }[];
}

/** One finished call to AM. */
export interface UpstreamRecord {
  readonly correlationId: string;
  readonly method: string;
  readonly template: string;
  readonly result: number | string;
  readonly durationMs: number;
  /** 0 where nothing was sent. */
  readonly attempts: number;
  /** Of the request that began the call; not logged. */
  readonly tally?: Tally | undefined;
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
  /** The code of what went wrong below, such as `ENOTFOUND`. */
  readonly cause?: string | null;
}

/** Everything that the gateway writes to its log. */
export interface Log {
  readonly request: (record: RequestRecord) => void;
  readonly upstream: (record: UpstreamRecord) => void;
  readonly failure: (record: FailureRecord) => void;
  readonly change: (record: ChangeRecord) => void;
  /** What operators may want to be woken for; it names nobody. */
  readonly security: (event: SecurityEvent) => void;
  readonly note: (message: string) => void;
  readonly warn: (message: string) => void;
}

/** The log of a process. */
export interface ProcessLog extends Log {
  /** What somebody must see to. */
  readonly error: (message: string) => void;
  /** Lines of this level and of more severe ones are written from now on. */
  readonly setLevel: (level: string) => void;
  readonly level: () => string;
  /** How many lines were dropped because the target did not take them. */
  readonly dropped: () => number;
}

/**
 * The maximum lengths of texts and lists, in characters and items. With them no line is longer than 16 KiB, where
 * the log drivers of containers cut a line in two, even if every character of a text has to be escaped.
 */
const maxStack = 2_000;
const maxText = 500;
const maxPath = 200;
const maxCodes = 50;

/** What a log may be told beside its level. */
export interface LogOptions {
  readonly destination?: DestinationStream;
  /** Which of several workers the process is; in every line. */
  readonly worker?: number | undefined;
}

/**
 * Creates a log of JSON lines, by default on standard output. Lines that the target does not take are dropped and
 * counted, and a line tells of it afterwards.
 */
export function createLog(
  level: string,
  { destination = standardOutput(), worker }: LogOptions = {},
): ProcessLog {
  const logger = pino(
    {
      level,
      base: worker === undefined ? { version } : { version, worker },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const target = destination instanceof LogTarget ? destination : undefined;
  if (target !== undefined) {
    target.onRecovery = (dropped) =>
      logger.warn({ event: 'log' }, `${dropped} log lines were dropped: the target took no more.`);
  }
  return {
    request: (record) => {
      const severity = isNoise(record) ? 'debug' : 'info';
      if (logger.isLevelEnabled(severity)) logger[severity](requestLine(record));
    },
    upstream: (record) => {
      // A successful call has no line by default: its request has one.
      const severity = upstreamLevel(record);
      if (logger.isLevelEnabled(severity)) logger[severity](upstreamLine(record));
    },
    failure: ({ correlationId, code, field = null, detail = null, stack = null, cause = null }) => {
      const line = { event: 'failure', correlationId, code, field, detail: cut(detail, maxText) };
      const isError = stack !== null || isOperatorsFault(cause);
      logger[isError ? 'error' : 'warn']({ ...line, cause, stack: cut(stack, maxStack) });
    },
    change: ({ results, ...record }) => {
      // A result holds devices, too, with the names that people gave them.
      const told = results.map(({ kind, outcome, problem }) => ({ kind, outcome, problem }));
      logger.info({ event: 'change', ...record, results: told });
    },
    security: (event) => logger.warn({ event: 'security', ...event }),
    note: (message) => logger.info({ event: 'note' }, cut(message, maxStack)),
    warn: (message) => logger.warn({ event: 'note' }, cut(message, maxStack)),
    error: (message) => logger.error({ event: 'note' }, cut(message, maxStack)),
    setLevel: (wanted) => (logger.level = wanted),
    level: () => logger.level,
    dropped: () => target?.dropped ?? 0,
  };
}

function cut<T extends string | null>(text: T, max: number): T | string {
  return text === null || text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

/** What nobody looks for: probes that are answered, and requests for things that do not exist. */
function isNoise({ route, status }: RequestRecord): boolean {
  return (route.startsWith('/health/') && status === 200) || (route === 'other' && status === 404);
}

function upstreamLevel({ result, attempts }: UpstreamRecord): 'debug' | 'info' | 'error' {
  if (isOperatorsFault(result)) return 'error';
  return typeof result === 'number' && result < 500 && attempts === 1 ? 'debug' : 'info';
}

/** Names and certificates that do not fit: no retry mends them, somebody must. */
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

function upstreamLine(record: UpstreamRecord): object {
  const { correlationId, method, template, result, attempts } = record;
  const durationMs = rounded(record.durationMs);
  return { event: 'upstream', correlationId, method, template, result, durationMs, attempts };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
