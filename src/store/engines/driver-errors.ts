import { isNativeError } from 'node:util/types';

/** What the driver's errors without a code mean. Their texts quote no values. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/does not support SSL/, 'the server offers no TLS; sslmode of DATABASE_URL wants it'],
  [/establishing an SSL connection/, 'no TLS with it; another server may listen there'],
  [/time-?out|timed? ?out/i, 'time-out'],
  [/password must be a string/, 'it requires a password, and DATABASE_URL has none'],
  [
    /connection terminated|received invalid/i,
    'it closed the connection; another server may listen there',
  ],
];

/** What an error of the driver means that has no code; null if that is not known. */
export function meaningOf(error: unknown): string | null {
  if (!isNativeError(error)) return null;
  return meanings.find(([pattern]) => pattern.test(error.message))?.[1] ?? null;
}
