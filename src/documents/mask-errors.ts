import { GraphQLError, isValueNode, Kind, type GraphQLFormattedError } from 'graphql';
import { Failure, internalMessage, requestErrorCodes } from '../domain/values/failure.ts';

const maxMessageLength = 500;

/** How errors are masked. */
interface MaskOptions {
  /** Whether to keep "Did you mean", which reveals names (security D5). Default: false. */
  readonly suggestsNames?: boolean;
}

/**
 * Masks an error for the client. A Failure keeps its code, message and facts; an invalid request
 * keeps its message; all other errors get a fixed message. Apollo's default masks nothing.
 */
export function maskError(
  formatted: GraphQLFormattedError,
  error: unknown,
  { suggestsNames = false }: MaskOptions = {},
): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const failure = failureIn(error);
  if (failure !== null) {
    const { message, code, facts } = failure;
    return { message, ...place, extensions: { code, ...facts } };
  }
  const code = requestCodeOf(formatted, error);
  if (code === undefined)
    return { message: internalMessage, ...place, extensions: { code: 'INTERNAL' } };
  const { message } = formatted;
  const shown = suggestsNames ? message : withoutSuggestion(message);
  return { message: bounded(shown), ...place, extensions: { code } };
}

function requestCodeOf(
  { extensions }: GraphQLFormattedError,
  error: unknown,
): (typeof requestErrorCodes)[number] | undefined {
  if (isOfInput(error)) return 'BAD_USER_INPUT';
  if (!isOfRequest(error)) return undefined;
  return requestErrorCodes.find((known) => known === extensions?.['code']);
}

function bounded(message: string): string {
  if (message.length <= maxMessageLength) return message;
  return `${message.slice(0, maxMessageLength - 1).toWellFormed()}…`;
}

/** Removes "Did you mean". Apollo's option keeps it for variables. */
function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*$/s, '');
}

/** Whether graphql-js or Apollo raised the error before execution. */
function isOfRequest(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.path !== undefined) return false;
  return error.originalError === undefined || error.originalError instanceof GraphQLError;
}

/**
 * Whether graphql-js could not coerce a variable or an argument. A null in place of a default is
 * valid until an argument is read (GraphQL §6.4.1). Of the errors of `execute`, only these point at
 * a value or at the definition of a variable.
 */
function isOfInput(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || 'code' in error.extensions) return false;
  const node = error.nodes?.[0];
  return node !== undefined && (isValueNode(node) || node.kind === Kind.VARIABLE_DEFINITION);
}

/** Returns the Failure inside an error, or null. */
export function failureIn(error: unknown): Failure | null {
  const original = error instanceof GraphQLError ? error.originalError : error;
  return original instanceof Failure ? original : null;
}
