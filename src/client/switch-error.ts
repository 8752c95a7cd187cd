/** What every member of a payload's `errors` has. */
export interface PayloadError {
  /** The kind of failure. */
  readonly __typename: string;
  /** Says what went wrong, fit to be shown. */
  readonly message: string;
}

/**
 * A case for each kind that this version knows, so that a new version of the package does not compile
 * until its new kinds are thought of, and `default` for those that a newer gateway sends meanwhile.
 */
export type ErrorCases<Failure extends PayloadError, Result> = {
  readonly [Kind in Failure['__typename']]: (error: Failure & { __typename: Kind }) => Result;
} & { readonly default: (error: PayloadError) => Result };

/** Answers one of a payload's `errors` by its kind. */
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
  // Own members only: a kind is a text from outside, and `toString` is nobody's case.
  const known = Object.hasOwn(cases, error.__typename) ? cases[error.__typename] : undefined;
  return (known ?? cases.default)(error);
}
