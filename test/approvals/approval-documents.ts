/** The mutations of requested changes, and what their answers say. */
import type { ApprovalState } from '../../src/domain/change/approval.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { fieldAt, textAt } from '../support/json.ts';

const actor = '{ amId realm role }';
export const pendingFields = `{
  id reference state requestedAt expiresAt requestedBy ${actor} effect kinds
  devices { deviceId amId kind name } personAmId realm isEndingSessions reason ticket
  verification { method reference provenBy } isOverride canDecide canWithdraw
  decision { at by ${actor} note code }
}`;
const changeFields = `{
  id outcome actor ${actor} reason ticket verification { method reference provenBy }
  removedDevices { amId } sessionsEnding
  approval { requestedAt requestedBy ${actor} approvedBy ${actor} note }
}`;
const errors = 'errors { code message path }';

export const documents = {
  requestDeviceChange: `mutation ($input: RequestDeviceChangeInput!) {
    requestDeviceChange(input: $input) { isReplayed pendingChange ${pendingFields} ${errors} }
  }`,
  approveDeviceChange: `mutation ($input: PendingDeviceChangeInput!) {
    approveDeviceChange(input: $input) { pendingChange ${pendingFields} change ${changeFields} ${errors} }
  }`,
  rejectDeviceChange: `mutation ($input: PendingDeviceChangeInput!) {
    rejectDeviceChange(input: $input) { pendingChange ${pendingFields} ${errors} }
  }`,
  withdrawDeviceChange: `mutation ($input: PendingDeviceChangeInput!) {
    withdrawDeviceChange(input: $input) { pendingChange ${pendingFields} ${errors} }
  }`,
  resetDevices: `mutation ($input: ResetDevicesInput!) {
    resetDevices(input: $input) { results { outcome errors { code } } }
  }`,
  removeDevice: `mutation ($input: RemoveDeviceInput!) {
    removeDevice(input: $input) { outcome errors { code } }
  }`,
  endDeviceOwnerSessions: `mutation ($input: EndDeviceOwnerSessionsInput!) {
    endDeviceOwnerSessions(input: $input) { outcome errors { code } }
  }`,
} as const;
export type ApprovalMutation = keyof typeof documents;

/** What a mutation came to, in short. */
export interface Told {
  /** The code of a refusal; null if the mutation was answered. */
  readonly code: string | null;
  readonly state: ApprovalState | null;
  readonly outcome: string | null;
  /** The types of the errors in the payload. */
  readonly errors: readonly string[];
  readonly payload: unknown;
}

/** What an answer to a mutation says. */
export function toldBy(answer: ClientAnswer<Record<string, never>>, name: ApprovalMutation): Told {
  const payload = fieldAt(answer.data, name) ?? null;
  const pending = payload && fieldAt(payload, 'pendingChange');
  const change = payload && fieldAt(payload, 'change');
  const outcome = payload && (change ? fieldAt(change, 'outcome') : fieldAt(payload, 'outcome'));
  const failed = payload === null ? [] : (fieldAt(payload, 'errors') ?? []);
  return {
    code: codesOf(answer)[0] ?? null,
    state: pending ? stateIn(pending) : null,
    outcome: typeof outcome === 'string' ? outcome : null,
    errors: Array.isArray(failed) ? failed.map((one) => textAt(one, 'code')) : [],
    payload,
  };
}

const states: readonly ApprovalState[] = [
  'WAITING',
  'APPROVED',
  'REJECTED',
  'WITHDRAWN',
  'EXPIRED',
  'REFUSED',
];

function stateIn(pending: unknown): ApprovalState | null {
  const state = fieldAt(pending, 'state');
  return states.find((one) => one === state) ?? null;
}
