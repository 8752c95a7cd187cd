import type { ErrorCode } from './error-codes.ts';
import type { GatewayError } from './gateway-error.ts';

/** The members that every error of a payload has. */
export interface PayloadError {
  /** The code, from the closed set of its mutation. */
  readonly code: string;
  /** What went wrong; may be shown to users. */
  readonly message: string;
}

/**
 * A case for each code of this version, and `default` for codes that a newer gateway sends. After
 * an update of the package, the compiler names the cases that are missing.
 */
export type ErrorCases<Failure extends PayloadError, Result> = {
  readonly [Code in Failure['code']]: (error: Failure) => Result;
} & { readonly default: (error: PayloadError) => Result };

/** Cases for the codes of top-level errors, and `default` for every other code. */
export type CodeCases<Result> = {
  readonly [Code in ErrorCode]?: (error: GatewayError) => Result;
} & { readonly default: (error: GatewayError) => Result };

/** Calls the case for the code of a top-level error and returns its result. */
export function switchError<Result>(error: GatewayError, cases: CodeCases<Result>): Result;
/** Calls the case for the code of a payload's error and returns its result. */
export function switchError<Failure extends PayloadError, Result>(
  error: Failure,
  cases: ErrorCases<Failure, Result>,
): Result;
export function switchError<Failure extends PayloadError | GatewayError, Result>(
  error: Failure,
  cases: Readonly<Record<string, (error: Failure) => Result>> & {
    readonly default: (error: Failure) => Result;
  },
): Result {
  const { code } = error;
  // Own members only: the code comes from the response, and `toString` must not match.
  const known = Object.hasOwn(cases, code) ? cases[code] : undefined;
  return (known ?? cases.default)(error);
}
