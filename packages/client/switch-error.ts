import type { ErrorCode } from './error-codes.ts';
import type { GatewayError } from './gateway-error.ts';

/** The members that every error of a payload has. */
export interface PayloadError {
  /** The type of the error. */
  readonly __typename: string;
  /** What went wrong; may be shown to users. */
  readonly message: string;
}

/**
 * A case for each error type of this version, and `default` for types that a newer gateway sends.
 * After an update of the package, the compiler names the cases that are missing.
 */
export type ErrorCases<Failure extends PayloadError, Result> = {
  readonly [Kind in Failure['__typename']]: (error: Failure & { __typename: Kind }) => Result;
} & { readonly default: (error: PayloadError) => Result };

/** Cases for the codes of top-level errors, and `default` for every other code. */
export type CodeCases<Result> = {
  readonly [Code in ErrorCode]?: (error: GatewayError) => Result;
} & { readonly default: (error: GatewayError) => Result };

/** Calls the case for the code of a top-level error and returns its result. */
export function switchError<Result>(error: GatewayError, cases: CodeCases<Result>): Result;
/** Calls the case for the type of a payload's error and returns its result. */
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
  const name = '__typename' in error ? error.__typename : error.code;
  // Own members only: the name comes from the response, and `toString` must not match.
  const known = Object.hasOwn(cases, name) ? cases[name] : undefined;
  return (known ?? cases.default)(error);
}
