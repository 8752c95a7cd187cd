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
