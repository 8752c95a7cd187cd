import { firstObstacle } from '../../domain/conditions/conditions.ts';
import { globalRecordId } from '../../domain/devices/global-id.ts';
import type { SeenPending } from '../../changes/approvals/visible-pending.ts';
import { isSamePerson } from '../../domain/change/change-record.ts';
import {
  recordedOwner,
  shownActor,
  shownVerification,
  removedDevices,
} from '../history/shown-change.ts';
import type { RequestContext } from '../request/context.ts';

/** A requested change as the schema shows it to a caller; nothing is read from AM. */
export function shownPending(context: RequestContext, { pending, viewer }: SeenPending): object {
  const { actor } = viewer;
  const { id, reference, state, at, expiresAt, intent, devices, decision } = pending;
  const { actor: requester, target, effect, kinds, reason, ticket, options } = intent;
  const owner = recordedOwner(context, target);
  const isWaiting = state === 'WAITING';
  return {
    id: globalRecordId('PendingDeviceChange', id),
    reference,
    state,
    requestedAt: new Date(at),
    expiresAt: new Date(expiresAt),
    requestedBy: shownActor(requester),
    effect,
    kinds,
    devices: removedDevices(owner, devices),
    personAmId: target.id,
    realm: target.realm,
    isEndingSessions: options['endSessions'] === true,
    reason,
    ticket,
    verification: shownVerification(intent.verification),
    isOverride: pending.overrideLimit,
    canDecide: async () =>
      isWaiting && (await firstObstacle('DECIDE', { second: viewer, requested: pending })) === null,
    canWithdraw: isWaiting && isSamePerson(actor, requester),
    decision: decision && {
      at: new Date(decision.at),
      by: decision.actor && shownActor(decision.actor),
      note: decision.note,
      code: decision.code,
    },
  };
}
