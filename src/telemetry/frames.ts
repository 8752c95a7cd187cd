import { isNativeError } from 'node:util/types';

/**
 * Tells where an error was thrown, for the log: its class, its code and its frames. Never its message, because those
 * of V8, graphql-js and others quote what a client or AM has sent.
 */
export function framesOf(error: unknown): string {
  // It may be anything, an answer of AM with its secrets too, so only its type is told.
  if (!isNativeError(error)) return `no error but ${typeof error}`;
  const { name, message, stack = '' } = error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const frames = stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^ +at /.test(line));
  return [`${name}${code}`, ...frames].join('\n');
}

/** How many causes below an error are looked at. */
const maxDepth = 5;

/** The code of the first cause of an error that has one of its system, such as `ENOTFOUND`; null where none has. */
export function causeOf(error: unknown): string | null {
  let cause: unknown = isNativeError(error) ? error.cause : null;
  for (let depth = 0; depth < maxDepth && isNativeError(cause); depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    cause = cause.cause;
  }
  return null;
}
