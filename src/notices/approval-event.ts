import type { PendingChange } from '../domain/change/approval.ts';
import type { RecordedActor } from '../domain/change/change-record.ts';

/**
 * Returns the event of a change that waits for a second person, or of the end of its wait; see
 * `schema/events`. Its `requestId` leads to the request's page. It permits nothing: who sees and
 * approves the request is decided for each caller, as for every request in the list of them.
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

function factsOf({ id: requestId, reference, at, expiresAt, intent, devices }: PendingChange) {
  const { actor, target, effect, kinds, reason, ticket } = intent;
  return {
    reference,
    requestId,
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
