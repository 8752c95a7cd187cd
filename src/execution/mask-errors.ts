import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { Failure, internalMessage } from '../domain/failure.ts';

/**
 * Apollo's codes for an invalid request. The messages quote only the client's own document and variables, so
 * the client may see them.
 */
export const requestErrorCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
] as const;

/**
 * Masks an error; the only code that decides what a client sees of one. A Failure keeps its code, message and
 * facts; an error of the request itself keeps its message; any other gets one fixed message. By default Apollo
 * would send the message and extensions of every error.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const failure = failureIn(error);
  if (failure !== null) {
    const { message, code, facts } = failure;
    return { message, ...place, extensions: { code, ...facts } };
  }
  const code = requestErrorCodes.find((known) => known === formatted.extensions?.['code']);
  if (code !== undefined && isOfRequest(error)) {
    return { message: withoutSuggestion(formatted.message), ...place, extensions: { code } };
  }
  return { message: internalMessage, ...place, extensions: { code: 'INTERNAL' } };
}

/** "Did you mean" reveals names of the schema; Apollo's own option leaves it in errors of variables (D5). */
function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*$/s, '');
}

/** Whether graphql-js or Apollo raised the error before execution, and not a resolver. */
function isOfRequest(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.path !== undefined) return false;
  return error.originalError === undefined || error.originalError instanceof GraphQLError;
}

/** Returns the Failure that a resolver or a limit threw, or null for any other error. */
export function failureIn(error: unknown): Failure | null {
  const original = error instanceof GraphQLError ? error.originalError : error;
  return original instanceof Failure ? original : null;
}
