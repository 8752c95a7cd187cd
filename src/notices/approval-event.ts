import type { PendingChange } from '../domain/change/approval.ts';
import type { RecordedActor } from '../domain/change/change-record.ts';

/**
 * Returns the event of a change that waits for a second person, or of the end of its wait; see
 * `schema/events`. It omits the id by which the change is approved.
 */
export function approvalEvent(pending: PendingChange) {
  const { intent, decision } = pending;
  const { realm } = intent.target;
  if (decision === null)
    return { type: 'change.requested', time: pending.at, realm, data: factsOf(pending) };
  const { state, actor, note, code, at } = decision;
  const decidedBy = actor && namedActor(actor);
  return {
    type: 'change.decided',
    time: at,
    realm,
    data: { ...factsOf(pending), decidedAt: at, state, decidedBy, note, code },
  };
}

function factsOf({ reference, at, expiresAt, intent, devices }: PendingChange) {
  const { actor, target, effect, kinds, reason, ticket } = intent;
  return {
    reference,
    requestedAt: at,
    expiresAt,
    effect,
    kinds,
    person: { realm: target.realm, id: target.id },
    requester: namedActor(actor),
    devices: devices.map(({ kind, id, name, registeredAt }) => ({ kind, id, name, registeredAt })),
    reason,
    ticket,
  };
}

function namedActor({ realm, id, role, area }: RecordedActor) {
  return { realm, id, role, area: area ?? null };
}
