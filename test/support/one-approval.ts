/** Requested changes without a ledger: one by oscar, and one by helen. */
import type { Approvals, PendingChange } from '../../src/domain/approval.ts';
import { anActor, anIntent, phone } from '../ledger/builders.ts';

/** The ids of the two requests. */
export const requestedIds = {
  byOscar: 'Zk2y8tB5uR7xXgVn3Jw0mQ',
  byHelen: 'Xg7xuR5Bt8y2kZmQ0Jw3nV',
} as const;

const at = '2026-12-01T09:00:00.000Z';
const options = { force: false, endSessions: true };

/** Returns such requests, about the one-time password devices of bob. */
export function oneApproval(): Approvals {
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
    devices: [phone],
    overrideLimit: false,
    isRoleOfCredential: false,
    decision: null,
  });
  return {
    request: async () => ({
      kind: 'requested',
      pending: requested(requestedIds.byHelen),
      isReplayed: false,
    }),
    end: async (id, decision) => ({
      pending: { ...requested(id), state: decision.state, decision: { ...decision, at } },
      isDecidedNow: true,
    }),
    find: async (id) =>
      Object.values(requestedIds).some((one) => one === id) ? requested(id) : null,
    waiting: async () => ({
      changes: [{ ...requested(requestedIds.byOscar), cursor: 'cGVuZGluZw' }],
      hasMore: false,
    }),
    count: async () => 1,
    onState: () => undefined,
  };
}
