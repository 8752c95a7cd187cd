/** Written by `npm run generate` from the codes of the gateway and docs/errors.md. */

/** Every code that `extensions.code` of a top-level error can be. */
export const errorCodes = {
  /** The request has no session, or AM does not accept it: unknown, ended, or of a realm that is not served. Sign in with AM and send the session. */
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  /** The caller may not do this, or a page of another site sent the request. Do not retry. The answer is the same whether or not the person exists. */
  FORBIDDEN: 'FORBIDDEN',
  /** The access token lacks the scope that this needs. Get a token with the scope; see `READ_SCOPES` and `CHANGE_SCOPES`. */
  INSUFFICIENT_SCOPE: 'INSUFFICIENT_SCOPE',
  /** A member of staff named their own account in a change. Use `target: { me: true }`, or ask a colleague. */
  OWN_ACCOUNT: 'OWN_ACCOUNT',
  /** The person is privileged, and this caller may not act for privileged people. Only staff receive this code. Ask an administrator who may. */
  TARGET_PRIVILEGED: 'TARGET_PRIVILEGED',
  /** The gateway cannot find out whether the person is privileged: a group of `ADMIN_GROUPS` or `PRIVILEGED_GROUPS` does not exist or cannot be read. Report it to the operator; readiness and the log name the group. */
  PRIVILEGE_UNKNOWN: 'PRIVILEGE_UNKNOWN',
  /** The gateway cannot find out whether the person is in an area of the caller. A group of `areas.people` does not exist or cannot be read, or the person's entry is unknown. Report it to the operator; readiness and the log name the group. */
  AREA_UNKNOWN: 'AREA_UNKNOWN',
  /** This needs the gateway's own account at AM. None is configured, or AM refuses it. Report it to the operator: `AM_SERVICE_USERNAME` or `AM_SERVICE_ACCOUNT_ID`. */
  SERVICE_CREDENTIAL_MISSING: 'SERVICE_CREDENTIAL_MISSING',
  /** An argument is invalid; `extensions.path` names it, such as `["input", "ticket"]`. AM was not called. If the value has a wrong type, the message names the place. Correct the argument. */
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  /** The operation or the request exceeds a limit; `extensions.most`, if present, is the limit. Request less at once. */
  OPERATION_TOO_LARGE: 'OPERATION_TOO_LARGE',
  /** The gateway runs only trusted documents (`TRUSTED_DOCUMENTS=only`). Add the document to a manifest that the gateway loads. */
  DOCUMENT_NOT_TRUSTED: 'DOCUMENT_NOT_TRUSTED',
  /** The gateway has no document with this hash. Send the text. Apollo Client and urql do so automatically. */
  PERSISTED_QUERY_NOT_FOUND: 'PERSISTED_QUERY_NOT_FOUND',
  /** The gateway accepts no hashes (`TRUSTED_DOCUMENTS=off`). Send texts. */
  PERSISTED_QUERY_NOT_SUPPORTED: 'PERSISTED_QUERY_NOT_SUPPORTED',
  /** Too many requests to AM, too many changes by or for one person ([ledger](ledger.md)), or too many callers with a new credential. `extensions.limit` and the header `RateLimit` name the limit, a `GatewayLimit`. `extensions.until`, if present, is when it permits the next one, `extensions.retryAfterSeconds` (header `Retry-After`) how long that is. Wait, then retry. */
  RATE_LIMITED: 'RATE_LIMITED',
  /** The gateway, or its calls to one part of AM, are at their limit. Nothing was started. `extensions.retryAfterSeconds` says when to retry. Wait, then retry. */
  OVERLOADED: 'OVERLOADED',
  /** AM or the gateway requires a more recent or a stronger sign-in; `extensions.maxAgeSeconds`, if present, is the maximum age. Sign in again, with a second factor. */
  STEP_UP_REQUIRED: 'STEP_UP_REQUIRED',
  /** Staff must state how and when they verified the person's identity (`verification`), or that was too long ago; `extensions.methods` and `extensions.maxAgeSeconds` say what is accepted. Or the change needs an unused proof of the last ten minutes ([verification](verification.md)). Nothing was sent. Verify the person and state how, or let them prove their identity. */
  VERIFICATION_REQUIRED: 'VERIFICATION_REQUIRED',
  /** Five wrong one-time codes were given for this person within 24 hours, by all agents together. No code was checked. `extensions.retryAfterSeconds` says when codes are accepted again. Let a second person decide. */
  PROOFS_EXHAUSTED: 'PROOFS_EXHAUSTED',
  /** A second person must approve the change ([approvals](approvals.md)): by configuration, or because of the [threat level](incident.md#the-levels) in `extensions.level`, which ends at `extensions.until`. Nothing was sent. Request it with `requestDeviceChange`. */
  APPROVAL_REQUIRED: 'APPROVAL_REQUIRED',
  /** The [threat level](incident.md#the-levels) in `extensions.level` permits no such change until `extensions.until`. Nothing was sent. Try again later; users can call the help desk. */
  THREAT_LEVEL: 'THREAT_LEVEL',
  /** Other devices are registered than the caller expected, or than an earlier reset with outcome `UNKNOWN` was about. In a payload, it is an error with the same code. Read the devices, then retry with `expectedDeviceIds`. */
  DEVICES_CHANGED: 'DEVICES_CHANGED',
  /** The devices of a requested change are gone already, for example because an equal request was approved. Nothing was sent. In a payload, it is an error with the same code. Nothing: it is as the requester wanted. */
  DEVICES_GONE: 'DEVICES_GONE',
  /** The idempotency key belongs to another change. In a payload, it is an error with the same code. Use a new key. */
  IDEMPOTENCY_KEY_REUSED: 'IDEMPOTENCY_KEY_REUSED',
  /** The ledger, which records every change first, does not answer. No device was changed. With `extensions.mayBeRecorded`, an approval or another step may be recorded nevertheless. Retry later; report it to the operator. */
  AUDIT_UNAVAILABLE: 'AUDIT_UNAVAILABLE',
  /** This AM has no such kind of device or action, or no safe journey for a proof. Do not offer it. */
  NOT_SUPPORTED_UPSTREAM: 'NOT_SUPPORTED_UPSTREAM',
  /** AM did not answer in time, or the request had no time left for its next step. For a change see `outcome`. Retry reads. */
  UPSTREAM_TIMEOUT: 'UPSTREAM_TIMEOUT',
  /** AM cannot be reached, reports that it cannot serve, or failed so often that the gateway pauses its calls (`extensions.retryAfterSeconds`); or the gateway is stopping. Retry later. */
  UPSTREAM_UNAVAILABLE: 'UPSTREAM_UNAVAILABLE',
  /** AM failed, or its answer was not an answer, such as a redirect. Quote the correlation id to the operator. */
  UPSTREAM_ERROR: 'UPSTREAM_ERROR',
  /** AM's answer cannot be read. The gateway never returns a part of a list. A reset with `force: true` is sent without the list. Quote the correlation id to the operator. */
  UPSTREAM_CONTRACT: 'UPSTREAM_CONTRACT',
  /** The gateway has a defect. Quote the correlation id to the operator. */
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
