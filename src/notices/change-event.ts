import { roleTraits } from '../domain/people/caller.ts';
import type {
  ChangeReport,
  RecordedChange,
  RecordedDevice,
  RecordedResult,
} from '../domain/change/change-record.ts';
import { effectTraits } from '../domain/policy/effects.ts';

/** The type of an event, whose data has a schema of the same version, and the data. */
export interface ChangeEvent {
  readonly type: 'device.changed' | 'sessions.ended';
  readonly data: object;
}

/**
 * Returns the event about a change; see `schema/events`. A change of nothing but sessions has a
 * type of its own, so that no receiver takes it for a change of devices.
 */
export function changeEvent(change: RecordedChange): ChangeEvent {
  const { intent, outcome } = change;
  const { effect } = intent;
  if (effectTraits[effect].isOfSessions) return { type: 'sessions.ended', data: factsOf(change) };
  const results = outcome?.results.map(resultOf) ?? [];
  return { type: 'device.changed', data: { ...factsOf(change), effect, results } };
}

function factsOf({ id, at, intent, outcome, settled }: RecordedChange) {
  const { actor, target, reason, ticket } = intent;
  return {
    reference: id,
    requestedAt: at,
    endedAt: outcome?.at ?? null,
    settledAt: settled?.at ?? null,
    person: { realm: target.realm, id: target.id },
    actor: {
      realm: actor.realm,
      id: actor.id,
      role: actor.role,
      area: actor.area ?? null,
      isSelf: roleTraits[actor.role].isSelf,
    },
    outcome: outcome?.outcome ?? null,
    sessionsEnded: outcome?.sessionsEnded ?? null,
    reason,
    ticket,
  };
}

/** The type of the event of a report; its data has a schema of the same version. */
export const reportEventType = 'change.reported';

/** Returns the data of a report's event; see `schema/events/change-reported.v1.json`. */
export function reportEventData(change: RecordedChange, { at }: ChangeReport) {
  const { reference, requestedAt, person, actor, outcome } = factsOf(change);
  const { effect, kinds } = change.intent;
  return { reference, reportedAt: at, requestedAt, effect, kinds, person, actor, outcome };
}

/** The devices before and afterwards, so that a receiver sees which are gone or renamed. */
function resultOf({ kind, outcome, before = null, after }: RecordedResult) {
  return { kind, outcome, before: devicesOf(before), after: devicesOf(after) };
}

function devicesOf(devices: readonly RecordedDevice[] | null) {
  return devices?.map(({ id, name, registeredAt }) => ({ id, name, registeredAt })) ?? null;
}
