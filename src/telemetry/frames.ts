import { isNativeError } from 'node:util/types';

/**
 * Describes an error for the log: its class, its code and its stack frames. Never its message,
 * because messages of V8, graphql-js and others quote what a client or AM has sent.
 */
export function framesOf(error: unknown): string {
  // The value may be a response of AM with secrets, so only its type is logged.
  if (!isNativeError(error)) return `no error but ${typeof error}`;
  const { name, message, stack = '' } = error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const frames = stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^ +at /.test(line));
  return [`${name}${code}`, ...frames].join('\n');
}

/** The maximum number of nested causes to check. */
const maxDepth = 5;

/** The first code among the causes of an error, such as `ENOTFOUND`; otherwise null. */
export function causeOf(error: unknown): string | null {
  let cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;
  for (let depth = 0; depth < maxDepth && isNativeError(cause); depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    cause = cause.cause;
  }
  return null;
}
