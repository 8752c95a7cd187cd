import type {
  ApproveChangeMutation,
  GatewayErrorCode,
  PendingChangeQuery,
  PendingDeviceChangeState,
} from '@identity-gateway/client';

/** A requested change. */
export type Request = NonNullable<PendingChangeQuery['pendingDeviceChange']>;

/** The change that an approval made, as far as its end is shown. */
export type MadeChange = Pick<
  NonNullable<NonNullable<ApproveChangeMutation['approveDeviceChange']>['change']>,
  'reference' | 'outcome' | 'removedDevices' | 'sessionsEnding' | 'sessionsEnded' | 'enrolment'
>;

/** How a request ended; the last part of its message keys. */
export type RequestEnd =
  | 'done'
  | 'newCode'
  | 'partly'
  | 'notDone'
  | 'unknown'
  | 'rejected'
  | 'withdrawn'
  | 'expired'
  | 'changed'
  | 'gone'
  | 'refused';

/** Returns the address of a request. */
export function requestAddress(id: string): string {
  return `/approvals/${encodeURIComponent(id)}`;
}

/**
 * Returns how a request ended; null while it waits.
 * @param change null if the record of an approved request could not be read
 */
export function endOf(
  {
    state,
    decision,
  }: { readonly state: PendingDeviceChangeState; readonly decision: Request['decision'] },
  change: MadeChange | null,
): RequestEnd | null {
  switch (state) {
    case 'WAITING':
      return null;
    case 'APPROVED':
      return change === null ? 'unknown' : endOfChange(change);
    case 'REJECTED':
      return 'rejected';
    case 'WITHDRAWN':
      return 'withdrawn';
    case 'EXPIRED':
      return 'expired';
    case 'REFUSED':
      return endOfRefusal(decision?.code ?? null);
    default:
      return state satisfies never;
  }
}

function endOfRefusal(code: GatewayErrorCode | null): RequestEnd {
  switch (code) {
    case 'DEVICES_CHANGED':
      return 'changed';
    case 'DEVICES_GONE':
      return 'gone';
    default:
      return 'refused';
  }
}

function endOfChange({ outcome, removedDevices }: MadeChange): RequestEnd {
  switch (outcome) {
    case 'DONE':
    case 'CONFIRMED':
      return 'done';
    case 'NOT_DONE':
      return removedDevices.length > 0 ? 'partly' : 'notDone';
    case 'SETUP_CODE_MADE':
      return 'newCode';
    case 'NOTHING_TO_RESET':
    case 'WOULD_REMOVE':
      return 'notDone';
    case 'UNKNOWN':
    case null:
      return 'unknown';
    default:
      outcome satisfies never;
      // An outcome that only a newer gateway knows.
      return 'unknown';
  }
}
