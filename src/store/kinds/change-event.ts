/** The events of changes. */
import { roleTraits } from '../../domain/people/caller.ts';
import { kindTraits, type DeviceKind } from '../../domain/devices/device.ts';
import type {
  Intent,
  RecordedChange,
  RecordedDevice,
  RecordedOutcome,
} from '../../domain/change/change-record.ts';
import { effectTraits } from '../../domain/policy/effects.ts';
import type { JsonObject } from '../../domain/values/json.ts';
import {
  authentication,
  category,
  integrityOf,
  metadataOf,
  ocsfActor,
  userManagement,
  type ChainPosition,
} from './parts/ocsf-parts.ts';

const dryRun = { id: 99, name: 'Dry run' };

/** 1 is success and 2 failure; 0 is unknown, and 99 a dry run. */
const statuses: Readonly<Record<RecordedOutcome, number>> = {
  DONE: 1,
  CONFIRMED: 1,
  NOTHING_TO_RESET: 1,
  SETUP_CODE_MADE: 1,
  NOT_DONE: 2,
  UNKNOWN: 0,
  WOULD_RESET: 99,
};

/** Returns the OCSF event of a change. */
export function ocsfEvent(change: RecordedChange, position: ChainPosition): JsonObject {
  const { intent } = change;
  const { activity: made, isOfSessions } = effectTraits[intent.effect];
  const activity = intent.dryRun ? dryRun : made;
  const eventClass = isOfSessions ? authentication : userManagement;
  return {
    activity_id: activity.id,
    activity_name: activity.name,
    ...category,
    ...eventClass,
    type_uid: eventClass.class_uid * 100 + activity.id,
    severity_id: severityOf(intent),
    time: Date.parse(change.settled?.at ?? change.outcome?.at ?? change.at),
    start_time: Date.parse(change.at),
    ...statusOf(change),
    metadata: metadataOf(position, { uid: change.id, correlationId: intent.correlationId }),
    actor: ocsfActor(intent.actor),
    user: { uid: intent.target.id, name: intent.target.id, domain: intent.target.realm },
    ...(isOfSessions
      ? { service: { name: 'Access Management' } }
      : { auth_factors: intent.kinds.map(factorOf) }),
    unmapped: unmappedOf(change),
    ...integrityOf(position),
  };
}

/**
 * Medium (3) if the target is privileged; also if that is unknown and another person made the
 * change. Otherwise informational (1).
 */
function severityOf({ actor, target }: Intent): number {
  return (target.privileged ?? !roleTraits[actor.role].isSelf) ? 3 : 1;
}

function statusOf({ outcome, refusal }: RecordedChange): JsonObject {
  if (refusal !== null) return { status_id: 2, status_code: refusal, status_detail: 'refused' };
  if (outcome === null) return { status_id: 0, status_detail: 'no outcome is recorded yet' };
  return { status_id: statuses[outcome.outcome], status_code: outcome.outcome };
}

function factorOf(kind: DeviceKind): JsonObject {
  const { id, name } = kindTraits[kind].factor;
  return { factor_type_id: id, factor_type: name };
}

/** What OCSF has no attribute for. */
function unmappedOf({ intent, outcome, settled, overrode }: RecordedChange): JsonObject {
  const { actor, effect, options, reason, ticket, verification, before, kinds } = intent;
  const { clientCorrelationId, campaign, approval } = intent;
  return {
    effect,
    kinds,
    role: actor.role,
    method: actor.method,
    options,
    reason,
    ticket,
    verification: verification === null ? null : { ...verification },
    overrode,
    ...(clientCorrelationId !== undefined && { clientCorrelationId }),
    ...(campaign !== undefined && { campaign: { ...campaign } }),
    ...(approval !== undefined && {
      approvedBy: { uid: approval.by.id, domain: approval.by.realm, role: approval.by.role },
      approvalNote: approval.note,
    }),
    ...(settled !== null && { settledAt: settled.at, unclearOutcome: settled.unclear.outcome }),
    before: devicesOf(before),
    sessionsEnding: outcome?.sessionsEnding ?? null,
    sessionsEnded: outcome?.sessionsEnded ?? null,
    results:
      outcome?.results.map((result) => ({
        ...result,
        before: devicesOf(result.before),
        after: devicesOf(result.after),
      })) ?? null,
  };
}

function devicesOf(devices: readonly RecordedDevice[] | null = null): JsonObject[] | null {
  return devices?.map((device) => ({ ...device })) ?? null;
}
