/** The public API of `@identity-gateway/client`, for browsers, React Native and Node. */
export { apolloCacheOptions, possibleTypes } from './cache-options.ts';
export { createClient } from './client.ts';
export type {
  ClientOptions,
  GatewayClient,
  GatewayResult,
  RequestArguments,
  RequestHeaders,
  RequestOptions,
} from './client.ts';
export { documentHash } from './client-document.ts';
export type {
  ClientDocument,
  ClientFragment,
  DocumentId,
  DocumentMeta,
  Print,
  SendableDocument,
  SyntaxTree,
} from './client-document.ts';
export { errorCodes } from './error-codes.ts';
export type { ErrorCode } from './error-codes.ts';
export { graphcacheOptions } from './graphcache-options.ts';
export { GatewayError, TransportError } from './gateway-error.ts';
export type { AnyErrorCode } from './gateway-error.ts';
export { readAgainAfter } from './read-again.ts';
export { switchError } from './switch-error.ts';
export type { CodeCases, ErrorCases, PayloadError } from './switch-error.ts';
export * from './operations.ts';
