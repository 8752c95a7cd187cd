/** The members that every error of a payload has. */
export interface PayloadError {
  /** The type of the error. */
  readonly __typename: string;
  /** What went wrong; may be shown to users. */
  readonly message: string;
}

/**
 * A case for each error type of this version, so that an update of the package does not compile until its new
 * types are handled, and `default` for types that a newer gateway sends.
 */
export type ErrorCases<Failure extends PayloadError, Result> = {
  readonly [Kind in Failure['__typename']]: (error: Failure & { __typename: Kind }) => Result;
} & { readonly default: (error: PayloadError) => Result };

/** Calls the case for the type of an error and returns its result. */
export function switchError<Failure extends PayloadError, Result>(
  error: Failure,
  cases: ErrorCases<Failure, Result>,
): Result;
export function switchError<Result>(
  error: PayloadError,
  cases: Readonly<Record<string, (error: PayloadError) => Result>> & {
    readonly default: (error: PayloadError) => Result;
  },
): Result {
  // Own members only: the type name comes from the response, and `toString` must not match.
  const known = Object.hasOwn(cases, error.__typename) ? cases[error.__typename] : undefined;
  return (known ?? cases.default)(error);
}
