import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { Failure, internalMessage } from '../domain/failure.ts';

/**
 * Codes of Apollo for a request that is wrong in itself. Their texts quote the client's own document and
 * variables only, so they may be shown to it.
 */
export const requestErrorCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
] as const;

/**
 * The only place that decides what a client sees of an error. Failures show their code, message and
 * facts; errors of the request itself show their text; everything else is one fixed sentence. Apollo's
 * own default would send messages and extensions of any error (house rule: mask by default).
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

/** "Did you mean" tells names of the schema; Apollo's own switch leaves it in errors of variables (D5). */
function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*$/s, '');
}

/** Whether GraphQL itself raised it before execution, and not something that a resolver threw. */
function isOfRequest(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.path !== undefined) return false;
  return error.originalError === undefined || error.originalError instanceof GraphQLError;
}

/** The failure that a resolver or a limit threw, if that is what the error is. */
export function failureIn(error: unknown): Failure | null {
  const original = error instanceof GraphQLError ? error.originalError : error;
  return original instanceof Failure ? original : null;
}
