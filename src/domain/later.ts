/** A value, or the promise of one: what is known already costs no turn of the event loop. */
export type Later<T> = T | Promise<T>;

/** Goes on with a value, at once where it is there. */
export function after<T, U>(value: Later<T>, goOn: (value: T) => Later<U>): Later<U> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
