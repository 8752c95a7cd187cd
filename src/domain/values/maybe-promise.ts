/** A value, or the promise of one. */
export type MaybePromise<T> = T | Promise<T>;

/** Whether a value must be awaited. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** Calls `use` with the value: synchronously, unless the value is a promise. */
export function andThen<T, U>(
  value: MaybePromise<T>,
  use: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return isPromise(value) ? value.then(use) : use(value);
}
