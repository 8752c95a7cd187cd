import type { ErrorCode } from '../../domain/values/failure.ts';

/** The error of a request that is refused before execution. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: ErrorCode | 'BAD_REQUEST';
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    about: {
      readonly code?: ErrorCode | 'BAD_REQUEST';
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, about.cause === undefined ? {} : { cause: about.cause });
    this.name = 'HttpError';
    this.status = status;
    this.code = about.code ?? 'BAD_REQUEST';
    this.headers = about.headers ?? {};
  }
}
