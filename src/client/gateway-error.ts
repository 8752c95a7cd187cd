import type { ErrorCode } from './error-codes.ts';

/** A code of an error; `string` because a newer gateway may send more than are known here. */
export type AnyErrorCode = ErrorCode | (string & {});

/** An error as GraphQL over HTTP sends it. */
export interface RawError {
  readonly message?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** One of the top-level errors of an answer. It may be thrown; `request` itself does not throw it. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  /** Stable; switch over it. `UNKNOWN` where something in between answered without one. */
  readonly code: AnyErrorCode;
  /** The field of the answer that is null because of it; empty where it is about the whole request. */
  readonly path: readonly (string | number)[];
  /** To quote to the gateway's operator; null where it is not told. */
  readonly correlationId: string | null;
  /** Everything that came beside the message, for example `argument` or `retryAfterSeconds`. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor({ message, path = [], extensions = {} }: RawError, correlationId: string | null) {
    super(message ?? 'The gateway told no reason.');
    this.code = textOr(extensions['code'], 'UNKNOWN');
    this.path = path;
    this.correlationId = textOr(extensions['correlationId'], correlationId);
    this.facts = extensions;
  }
}

/** Nothing that GraphQL could say came back: no connection, or an answer of something in between. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** The HTTP status; null where there was no answer at all. */
  readonly status: number | null;
  readonly correlationId: string | null;

  constructor(message: string, about: TransportErrorFacts = {}) {
    super(message, about.cause === undefined ? {} : { cause: about.cause });
    this.status = about.response?.status ?? null;
    this.correlationId = about.response?.headers.get('x-correlation-id') ?? null;
  }
}

/** What a transport failure carries beside its message. */
export interface TransportErrorFacts {
  readonly response?: Response;
  readonly cause?: unknown;
}

function textOr<Otherwise extends string | null>(
  value: unknown,
  otherwise: Otherwise,
): string | Otherwise {
  return typeof value === 'string' ? value : otherwise;
}
