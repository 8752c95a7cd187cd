/** What can go wrong with a value. */
import { GraphQLError } from 'graphql';
import { pick } from './seeded.ts';

/** Stands for what is thrown where the value is asked for. */
export class Thrown {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }

  raise(): never {
    // oxlint-disable-next-line typescript/only-throw-error -- what is no error must be survived, too
    throw this.error;
  }
}

/** Errors of every sort that is thrown in practice, and things that are none. */
export function errorFor(id: string, at: number): unknown {
  return pick<() => unknown>(
    [
      () => new Error(`no ${id}`),
      () => new TypeError(`no type for ${id}`),
      () => new GraphQLError(`refused ${id}`, { extensions: { code: 'REFUSED', id } }),
      () => new GraphQLError(`elsewhere ${id}`, { path: ['else', 'where'] }),
      () => new GraphQLError('wrapped', { originalError: new Error(`within ${id}`) }),
      () => `a text about ${id}`,
      () => ({ about: id }),
    ],
    at,
  )();
}

/** Not to be iterated over as a list. */
export const wrongLists: readonly unknown[] = [42, 'a text', true, Object.freeze({ length: 1 })];

/** Hardly any scalar takes one of these. */
export function wrongLeaf(at: number): unknown {
  return pick<() => unknown>(
    [
      () => ({}),
      () => 'abc',
      () => Number.NaN,
      () => [1, 2],
      () => Symbol('nothing'),
      () => 7,
      () => 9,
    ],
    at,
  )();
}

/** A list that breaks off with an error after what it holds. */
export function* brokenList(list: unknown): Generator {
  if (Array.isArray(list)) yield* list;
  throw new Error('the list breaks off');
}

/** The value a few moments later; as many as a number from 0 up to 1 says. */
export function later<T>(value: T | Promise<T>, at: number): Promise<T> {
  return unminded(after(Math.floor(at * 1000) % 5, value));
}

/** A promise that fails. */
export function rejected(reason: unknown): Promise<never> {
  return unminded(Promise.reject(reason));
}

async function after<T>(moments: number, value: T | Promise<T>): Promise<T> {
  for (let moment = 0; moment < moments; moment += 1) await Promise.resolve();
  if (moments === 4) await new Promise((resolve) => setImmediate(resolve));
  return value;
}

/** A list may fail before anybody looks at an item of it; then nobody minds how the item ends. */
function unminded<T>(promise: Promise<T>): Promise<T> {
  promise.then(undefined, () => undefined);
  return promise;
}
