import { GraphQLError, isValueNode } from 'graphql';
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

/** Messages quote the client's input, however long it is. */
const maxMessageLength = 500;

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
  const code = requestCodeOf(formatted, error);
  if (code === undefined) {
    return { message: internalMessage, ...place, extensions: { code: 'INTERNAL' } };
  }
  return { message: bounded(withoutSuggestion(formatted.message)), ...place, extensions: { code } };
}

/** Returns the code of an error of the request itself; undefined for any other. */
function requestCodeOf(
  { extensions }: GraphQLFormattedError,
  error: unknown,
): (typeof requestErrorCodes)[number] | undefined {
  if (isOfArgument(error)) return 'BAD_USER_INPUT';
  if (!isOfRequest(error)) return undefined;
  return requestErrorCodes.find((known) => known === extensions?.['code']);
}

function bounded(message: string): string {
  if (message.length <= maxMessageLength) return message;
  return `${message.slice(0, maxMessageLength - 1).toWellFormed()}…`;
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

/**
 * Whether graphql-js could not read an argument while it ran: a null in place of a default is valid until then
 * (GraphQL §6.4.1). Of its errors during execution only these point at a value of the document.
 */
function isOfArgument(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || 'code' in error.extensions) return false;
  const { originalError } = error;
  const raised = originalError instanceof GraphQLError ? originalError : error;
  const node = raised.nodes?.[0];
  return node !== undefined && isValueNode(node);
}

/** Returns the Failure that a resolver or a limit threw, or null for any other error. */
export function failureIn(error: unknown): Failure | null {
  const original = error instanceof GraphQLError ? error.originalError : error;
  return original instanceof Failure ? original : null;
}
