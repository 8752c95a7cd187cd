/** Written by `npm run generate` from the codes of the gateway and docs/errors.md. */

/** Every code that `extensions.code` of a top-level error can be. */
export const errorCodes = {
  /** No session, or AM does not accept it: unknown, ended, or of a realm that is not served. Sign in with AM and send its session. */
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  /** The caller may not do this, whoever it is about; or a page of another site made the request. Nothing to retry. The same answer is given whether or not the person exists. */
  FORBIDDEN: 'FORBIDDEN',
  /** The access token lacks the scope for this. Get a token with the scope; see `READ_SCOPES` and `CHANGE_SCOPES`. */
  INSUFFICIENT_SCOPE: 'INSUFFICIENT_SCOPE',
  /** Staff named themselves in a change. Act for yourself by `target: { self: true }`, or ask a colleague. */
  OWN_ACCOUNT: 'OWN_ACCOUNT',
  /** The person is privileged, and this caller may not act for privileged people. Only staff are told so. Ask an administrator who may. */
  TARGET_PRIVILEGED: 'TARGET_PRIVILEGED',
  /** Whether the person is privileged cannot be told: a group of `ADMIN_GROUPS` or `PRIVILEGED_GROUPS` does not exist or cannot be read. Nothing was changed. Tell the operator; readiness and the log name it. */
  PRIVILEGE_UNKNOWN: 'PRIVILEGE_UNKNOWN',
  /** This takes the gateway's own account at AM, and it has none, or AM refuses it. Nothing was changed. Tell the operator: `AM_SERVICE_USERNAME` or `AM_SERVICE_ACCOUNT_ID`. */
  SERVICE_CREDENTIAL_MISSING: 'SERVICE_CREDENTIAL_MISSING',
  /** An argument cannot be what it should be; `extensions.argument` names it. AM was not asked. Correct the argument. */
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  /** The operation or the request is over a limit; `extensions.limit` names it. Ask for less at once. */
  OPERATION_TOO_LARGE: 'OPERATION_TOO_LARGE',
  /** Only trusted documents may run here (`TRUSTED_DOCUMENTS=only`). Add the document to a manifest that the gateway loads. */
  DOCUMENT_NOT_TRUSTED: 'DOCUMENT_NOT_TRUSTED',
  /** No document of this hash is known here. Send the text. Apollo Client and urql do so by themselves. */
  PERSISTED_QUERY_NOT_FOUND: 'PERSISTED_QUERY_NOT_FOUND',
  /** Documents are not known by hash here (`TRUSTED_DOCUMENTS=off`). Send texts. */
  PERSISTED_QUERY_NOT_SUPPORTED: 'PERSISTED_QUERY_NOT_SUPPORTED',
  /** Too many requests for AM, too many changes by one person or for one person ([ledger](ledger.md)), or too many callers whom the gateway does not know yet; `extensions.retryAfterSeconds` says when. Wait, then try again. */
  RATE_LIMITED: 'RATE_LIMITED',
  /** The gateway has as much to do as it can do well, in all or with one part of AM. Nothing was begun. `extensions.retryAfterSeconds` says when to come again; where nothing at all was served the status is 503, with `Retry-After`. Wait, then try again. */
  OVERLOADED: 'OVERLOADED',
  /** AM or the gateway wants a fresher or stronger sign-in; `extensions.maxAgeSeconds`, where it is told, says how fresh. Sign in again, with a second factor. */
  STEP_UP_REQUIRED: 'STEP_UP_REQUIRED',
  /** Staff must say how and when they made sure of the person (`verification`), or that was too long ago; `extensions.methods` and `extensions.maxAgeSeconds` say what is taken. Nothing was sent. Make sure, and say so. */
  VERIFICATION_REQUIRED: 'VERIFICATION_REQUIRED',
  /** Other devices are registered than the caller expected. Told as `DevicesChanged` in the payload. Look at the devices, and ask again. */
  DEVICES_CHANGED: 'DEVICES_CHANGED',
  /** The idempotency key belongs to another change. Told as `IdempotencyKeyReused` in the payload. Give a new key. */
  IDEMPOTENCY_KEY_REUSED: 'IDEMPOTENCY_KEY_REUSED',
  /** The ledger, in which every change is recorded first, does not answer. Nothing was changed. Try again later; tell the operator. */
  AUDIT_UNAVAILABLE: 'AUDIT_UNAVAILABLE',
  /** This AM has no such kind of device or action. Do not offer it. */
  NOT_SUPPORTED_UPSTREAM: 'NOT_SUPPORTED_UPSTREAM',
  /** AM did not answer in time, or the request had no time left for what was to come next. For a change see `outcome`. Reads may be tried again. */
  UPSTREAM_TIMEOUT: 'UPSTREAM_TIMEOUT',
  /** AM cannot be reached, says it cannot serve, or fails so often that it is left alone for a while (`extensions.retryAfterSeconds`); or the gateway is stopping. Try again later. */
  UPSTREAM_UNAVAILABLE: 'UPSTREAM_UNAVAILABLE',
  /** AM failed or answered something that is no answer, such as a redirect. Quote the correlation id to the operator. */
  UPSTREAM_ERROR: 'UPSTREAM_ERROR',
  /** AM's answer cannot be read. A list is never shown in part. Quote the correlation id to the operator. */
  UPSTREAM_CONTRACT: 'UPSTREAM_CONTRACT',
  /** A defect of the gateway. Quote the correlation id to the operator. */
  INTERNAL: 'INTERNAL',
  /** The document is not GraphQL. Correct it. */
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  /** The document does not fit the schema. Correct it. */
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  /** `operationName` names no operation of the document. Correct it. */
  OPERATION_RESOLUTION_FAILURE: 'OPERATION_RESOLUTION_FAILURE',
  /** The HTTP request is not a GraphQL request. See the message. */
  BAD_REQUEST: 'BAD_REQUEST',
} as const;

/** A code of `errorCodes`. */
export type ErrorCode = keyof typeof errorCodes;
