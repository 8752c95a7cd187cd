import { errorCodes, requestErrorCodes, type ErrorCode } from '../../domain/values/failure.ts';
import { register } from './register-enum.ts';

type GatewayErrorCode = ErrorCode | (typeof requestErrorCodes)[number];

const names: readonly GatewayErrorCode[] = [...errorCodes, ...requestErrorCodes];
const GatewayErrorCode: Readonly<Record<string, GatewayErrorCode>> = Object.fromEntries(
  names.map((code) => [code, code]),
);

/** What each code means. */
export const errorDescriptions: Readonly<Record<GatewayErrorCode, string>> = {
  UNAUTHENTICATED: 'The request has no valid session or token. Sign in, then retry.',
  FORBIDDEN: 'The caller may not do this. Do not retry.',
  INSUFFICIENT_SCOPE: 'The access token lacks a scope. Request a token with the scope.',
  OWN_ACCOUNT: 'Staff named their own account in a change. Use `target: { me: true }`.',
  TARGET_PRIVILEGED: 'The caller may not act for privileged users.',
  PRIVILEGE_UNKNOWN:
    'The gateway cannot find out whether the user is privileged. The operator must correct its group options.',
  AREA_UNKNOWN:
    "The gateway cannot find out whether the user is in the caller's area. The operator must correct the area's groups or attributes.",
  SERVICE_CREDENTIAL_MISSING: 'The operator has not configured an account for this at AM.',
  BAD_USER_INPUT: 'An argument is invalid. `extensions.path` names it.',
  OPERATION_TOO_LARGE: 'The request exceeds a limit. `extensions.most`, if present, is the limit.',
  DOCUMENT_NOT_TRUSTED: 'The gateway runs only trusted documents, and this is not one.',
  PERSISTED_QUERY_NOT_FOUND: 'The gateway has no document with this hash. Send the text.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'The gateway accepts no hashes. Send the text.',
  RATE_LIMITED:
    'A limit is reached. `extensions.limit` is a `GatewayLimit`. Retry after `extensions.until`, or after `extensions.retryAfterSeconds`.',
  OVERLOADED: 'The gateway is busy. `extensions.retryAfterSeconds` says when to retry.',
  STEP_UP_REQUIRED: 'A more recent or stronger sign-in is required.',
  VERIFICATION_REQUIRED: "Staff must state how and when they verified the user's identity.",
  PROOFS_EXHAUSTED:
    'Too many wrong codes were given for this user. Only a second person can help before `extensions.retryAfterSeconds`.',
  APPROVAL_REQUIRED:
    'A second person must approve the change. Request it with `requestDeviceChange`. `extensions.level` says if a threat level requires it.',
  THREAT_LEVEL:
    'The threat level in `extensions.level` permits no such change until `extensions.until`.',
  DEVICES_CHANGED: 'Other devices are registered than the caller expected. Read them, then retry.',
  DEVICES_GONE:
    'The devices of a requested change are gone already, for example by an equal request. Nothing is to be done.',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key belongs to another change. Use a new key.',
  AUDIT_UNAVAILABLE: 'The ledger does not respond. Retry later.',
  NOT_SUPPORTED_UPSTREAM: 'This AM does not have this kind of device or action.',
  UPSTREAM_TIMEOUT: 'AM did not respond in time. Retry reads; check the outcome of changes.',
  UPSTREAM_UNAVAILABLE: 'AM cannot be reached. Retry later.',
  UPSTREAM_ERROR: 'AM failed. Quote the correlation id to the operator.',
  UPSTREAM_CONTRACT: "AM's response cannot be read. Quote the correlation id to the operator.",
  INTERNAL: 'The gateway has a defect. Quote the correlation id to the operator.',
  GRAPHQL_PARSE_FAILED: 'The document is not valid GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not match the schema.',
  OPERATION_RESOLUTION_FAILURE: '`operationName` names no operation of the document.',
  BAD_REQUEST: 'The HTTP request is not a GraphQL request.',
};

register(GatewayErrorCode, {
  name: 'GatewayErrorCode',
  description: 'Every value of `extensions.code` in top-level errors. New values may be added.',
  values: errorDescriptions,
});

export { GatewayErrorCode };
