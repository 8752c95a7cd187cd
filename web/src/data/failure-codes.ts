import type { GatewayErrorCode } from '@identity-gateway/client';
import type { MessageKey } from '../text/catalogue.ts';

/**
 * What a code says of a change: the gateway refused it, has not started it, or a limit is reached.
 * In these three, nothing was changed. Or the outcome is not known.
 */
type CodeClass = 'refused' | 'notStarted' | 'limited' | 'notKnown';

/** What the pages know of a code. */
interface CodeFacts {
  readonly class: CodeClass;
  /** The sentences for a change and for a read. */
  readonly change: MessageKey;
  readonly read: MessageKey;
  /** Whether a threat level may be newer than the page, which is read again. */
  readonly isOfLevel?: true;
}

/** What failed before the gateway could answer. */
type PageCode = 'OFFLINE' | 'NOT_SENT';

const unknownRight = {
  class: 'refused',
  change: 'failure.rightUnknown',
  read: 'failure.read.other',
} as const;
const badRequest = {
  class: 'refused',
  change: 'failure.request',
  read: 'failure.read.other',
} as const;
const forbidden = {
  class: 'refused',
  change: 'failure.forbidden',
  read: 'failure.read.forbidden',
} as const;
const unreadable = {
  class: 'notKnown',
  change: 'failure.upstream',
  read: 'failure.read.upstream',
} as const;
const other = { class: 'notKnown', change: 'failure.other', read: 'failure.read.other' } as const;

/** Each code of the gateway, and of the pages. A new code does not compile without its line. */
export const codeFacts = {
  OFFLINE: { class: 'notKnown', change: 'failure.offline', read: 'failure.read.offline' },
  NOT_SENT: { class: 'notStarted', change: 'failure.notSent', read: 'failure.read.offline' },
  UNAUTHENTICATED: {
    class: 'refused',
    change: 'failure.signedOut',
    read: 'failure.read.signedOut',
  },
  FORBIDDEN: forbidden,
  INSUFFICIENT_SCOPE: forbidden,
  OWN_ACCOUNT: { ...forbidden, change: 'failure.ownAccount' },
  TARGET_PRIVILEGED: { ...forbidden, change: 'failure.privileged' },
  PRIVILEGE_UNKNOWN: unknownRight,
  AREA_UNKNOWN: unknownRight,
  SERVICE_CREDENTIAL_MISSING: unknownRight,
  BAD_USER_INPUT: { class: 'refused', change: 'failure.input', read: 'failure.read.input' },
  OPERATION_TOO_LARGE: badRequest,
  DOCUMENT_NOT_TRUSTED: badRequest,
  PERSISTED_QUERY_NOT_FOUND: badRequest,
  PERSISTED_QUERY_NOT_SUPPORTED: badRequest,
  GRAPHQL_PARSE_FAILED: badRequest,
  GRAPHQL_VALIDATION_FAILED: badRequest,
  OPERATION_RESOLUTION_FAILURE: badRequest,
  BAD_REQUEST: badRequest,
  RATE_LIMITED: {
    class: 'limited',
    change: 'failure.rateLimited',
    read: 'failure.read.rateLimited',
  },
  OVERLOADED: {
    class: 'notStarted',
    change: 'failure.overloaded',
    read: 'failure.read.rateLimited',
  },
  STEP_UP_REQUIRED: {
    class: 'refused',
    change: 'failure.stepUp',
    read: 'failure.read.other',
    isOfLevel: true,
  },
  VERIFICATION_REQUIRED: {
    class: 'refused',
    change: 'failure.verification',
    read: 'failure.read.other',
    isOfLevel: true,
  },
  PROOFS_EXHAUSTED: {
    class: 'limited',
    change: 'failure.proofsExhausted',
    read: 'failure.read.other',
  },
  APPROVAL_REQUIRED: {
    class: 'refused',
    change: 'failure.approvalRequired',
    read: 'failure.read.other',
    isOfLevel: true,
  },
  THREAT_LEVEL: {
    class: 'refused',
    change: 'failure.threatLevel',
    read: 'failure.read.other',
    isOfLevel: true,
  },
  DEVICES_CHANGED: {
    class: 'refused',
    change: 'failure.devicesChanged',
    read: 'failure.read.other',
  },
  DEVICES_GONE: {
    class: 'refused',
    change: 'failure.devicesGone',
    read: 'failure.read.other',
  },
  IDEMPOTENCY_KEY_REUSED: {
    class: 'refused',
    change: 'failure.keyReused',
    read: 'failure.read.other',
  },
  AUDIT_UNAVAILABLE: {
    class: 'notStarted',
    change: 'failure.recordUnavailable',
    read: 'failure.read.recordUnavailable',
  },
  NOT_SUPPORTED_UPSTREAM: {
    class: 'refused',
    change: 'failure.notSupported',
    read: 'failure.read.notSupported',
  },
  UPSTREAM_TIMEOUT: { class: 'notKnown', change: 'failure.timeout', read: 'failure.read.timeout' },
  UPSTREAM_UNAVAILABLE: {
    class: 'notStarted',
    change: 'failure.unavailable',
    read: 'failure.read.unavailable',
  },
  UPSTREAM_ERROR: unreadable,
  UPSTREAM_CONTRACT: unreadable,
  INTERNAL: other,
} as const satisfies Readonly<Record<GatewayErrorCode | PageCode, CodeFacts>>;

/** Returns what the pages know of a code. A code of a newer gateway says nothing about a change. */
export function factsOfCode(code: string): CodeFacts {
  const byCode: Readonly<Record<string, CodeFacts>> = codeFacts;
  return Object.hasOwn(codeFacts, code) ? (byCode[code] ?? other) : other;
}
