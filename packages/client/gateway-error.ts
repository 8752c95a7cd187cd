import type { ErrorCode } from './error-codes.ts';

/** The code of an error; includes `string` because a newer gateway may send further codes. */
export type AnyErrorCode = ErrorCode | (string & {});

/** An error of a GraphQL response. */
export interface RawError {
  readonly message?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A top-level error of a response. Callers may throw it; `request` does not. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  /** Stable, safe to switch over. `UNKNOWN` if an intermediary answered without a code. */
  readonly code: AnyErrorCode;
  /** The path of the field that failed; empty for an error of the whole request. */
  readonly path: readonly (string | number)[];
  /** The id to give to the gateway's operator; null if the response has none. */
  readonly correlationId: string | null;
  /** The error's extensions, for example `path` or `retryAfterSeconds`. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor({ message, path = [], extensions = {} }: RawError, correlationId: string | null) {
    super(message ?? 'The gateway gave no reason.');
    this.code = textOr(extensions['code'], 'UNKNOWN');
    this.path = path;
    this.correlationId = textOr(extensions['correlationId'], correlationId);
    this.facts = extensions;
  }
}

/** No GraphQL response was received: no connection, or the response of an intermediary. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** The HTTP status; null if there was no response. */
  readonly status: number | null;
  readonly correlationId: string | null;

  constructor(message: string, about: TransportErrorFacts = {}) {
    super(message, about.cause === undefined ? {} : { cause: about.cause });
    this.status = about.response?.status ?? null;
    this.correlationId = about.response?.headers.get('x-correlation-id') ?? null;
  }
}

/** The optional parts of a `TransportError`. */
export interface TransportErrorFacts {
  readonly response?: Response;
  readonly cause?: unknown;
}

function textOr<Fallback extends string | null>(
  value: unknown,
  fallback: Fallback,
): string | Fallback {
  return typeof value === 'string' ? value : fallback;
}
