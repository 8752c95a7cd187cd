/** Requested changes without a ledger: one by oscar, and one by helen. */
import type { Approval, Approvals, PendingChange } from '../../src/domain/change/approval.ts';
import type { RecordedDevice } from '../../src/domain/change/change-record.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { anActor, anIntent } from '../ledger/builders.ts';

/** The ids of the two requests. */
export const requestedIds = {
  byOscar: 'Zk2y8tB5uR7xXgVn3Jw0mQ',
  byHelen: 'Xg7xuR5Bt8y2kZmQ0Jw3nV',
} as const;

const at = '2026-12-01T09:00:00.000Z';
const options = { force: false, endSessions: true };

/** The one-time password devices of the sandbox's bob. */
const devices: readonly RecordedDevice[] = [
  { id: deviceIds.bobOath, name: "Bob's phone" },
  { id: deviceIds.bobOathSecond, name: "Bob's old phone" },
].map((device) => ({
  ...device,
  kind: 'OATH',
  registeredAt: '2026-01-05T08:00:00.000Z',
  lastUsedAt: '2026-11-20T10:00:00.000Z',
}));

/** Such requests, and what a ledger reports of them. */
export interface OneApproval extends Approvals {
  /** Shows a request as approved; the ledger calls it as the change begins. */
  approve(approval: Approval): void;
  /** Lets all requests wait again. */
  forget(): void;
}

/** Returns such requests, about the one-time password devices of bob. */
export function oneApproval(): OneApproval {
  let approved: Approval | null = null;
  const requested = (id: string): PendingChange => ({
    id,
    reference: '7K3M-9QXT-2BW4-C0HJ',
    at,
    expiresAt: '2026-12-01T09:30:00.000Z',
    state: 'WAITING',
    intent: anIntent({
      options,
      before: null,
      ...(id === requestedIds.byOscar && {
        actor: anActor({ id: 'oscar', role: 'ADMINISTRATOR' }),
      }),
    }),
    devices,
    overrideLimit: false,
    isRoleOfCredential: false,
    decision: null,
  });
  return {
    repeated: async () => null,
    request: async ({ intent, devices: before }) => ({
      kind: 'requested',
      pending: { ...requested(requestedIds.byHelen), intent, devices: before },
      isReplayed: false,
    }),
    end: async (id, decision) => ({
      pending: { ...requested(id), state: decision.state, decision: { ...decision, at } },
      isDecidedNow: true,
    }),
    find: async (id) => {
      if (!Object.values(requestedIds).some((one) => one === id)) return null;
      if (approved?.id !== id) return requested(id);
      const { actor, note } = approved;
      const decision = {
        state: 'APPROVED',
        actor,
        note,
        code: null,
        correlationId: null,
        at,
      } as const;
      return { ...requested(id), state: decision.state, decision };
    },
    isNews: async () => true,
    waiting: async () => ({
      changes: [{ ...requested(requestedIds.byOscar), cursor: 'cGVuZGluZw' }],
      hasMore: false,
      end: null,
    }),
    count: async () => 1,
    onState: () => undefined,
    approve: (approval) => void (approved = approval),
    forget: () => void (approved = null),
  };
}
