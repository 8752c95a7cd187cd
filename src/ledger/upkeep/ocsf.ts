import type { DeviceKind } from '../../domain/device.ts';
import type {
  Intent,
  RecordedChange,
  RecordedDevice,
  RecordedOutcome,
} from '../../domain/change-record.ts';
import type { JsonObject } from '../canonical-json.ts';
import { category, integrityOf, metadataOf, ocsfActor } from './ocsf-parts.ts';
import type { ChainPlace, OcsfVersion } from './ocsf-parts.ts';

/** In 1.9 a class of its own stands for the management of users; before, account change was the nearest. */
const classes = {
  '1.9': {
    class_uid: 3007,
    class_name: 'User Management',
    disableFactors: 13,
    update: 2,
  },
  '1.8': {
    class_uid: 3001,
    class_name: 'Account Change',
    disableFactors: 11,
    update: 99,
  },
} as const;

const factorTypes: Readonly<Record<DeviceKind, { readonly id: number; readonly name: string }>> = {
  OATH: { id: 7, name: 'OTP' },
  PUSH: { id: 5, name: 'Push Notification' },
  WEB_AUTHN: { id: 10, name: 'WebAuthn' },
  BOUND: { id: 99, name: 'Bound device' },
  PROFILE: { id: 99, name: 'Device profile' },
  TRUSTED: { id: 99, name: 'Trusted device' },
};

/** Success and failure; 0 where nobody knows, 99 where nothing was to be changed. */
const statuses: Readonly<Record<RecordedOutcome, number>> = {
  DONE: 1,
  CONFIRMED: 1,
  NOTHING_TO_RESET: 1,
  NOT_DONE: 2,
  UNKNOWN: 0,
  WOULD_RESET: 99,
};

/** The event of a change, for systems that read OCSF. */
export function ocsfEvent(
  change: RecordedChange,
  place: ChainPlace,
  version: OcsfVersion,
): JsonObject {
  const { intent } = change;
  const known = classes[version];
  const activity = activityOf(change, version);
  return {
    activity_id: activity.id,
    activity_name: activity.name,
    ...category,
    class_uid: known.class_uid,
    class_name: known.class_name,
    type_uid: known.class_uid * 100 + activity.id,
    severity_id: severityOf(intent),
    time: Date.parse(change.outcome?.at ?? change.at),
    start_time: Date.parse(change.at),
    ...statusOf(change),
    metadata: metadataOf(place, { version, uid: change.id, correlationId: intent.correlationId }),
    actor: ocsfActor(intent.actor),
    user: { uid: intent.target.id, name: intent.target.id, domain: intent.target.realm },
    auth_factors: intent.kinds.map((kind) => factorOf(kind)),
    unmapped: unmappedOf(change),
    ...integrityOf(place, version),
  };
}

/** Medium where it is about somebody who is privileged, or by somebody else about whom that is not known; otherwise informational. */
function severityOf({ actor, target }: Intent): number {
  return (target.privileged ?? actor.role !== 'SELF') ? 3 : 1;
}

function activityOf(
  { intent }: RecordedChange,
  version: OcsfVersion,
): { id: number; name: string } {
  const { disableFactors, update } = classes[version];
  if (intent.dryRun) return { id: 99, name: 'Dry run' };
  if (intent.effect !== 'rename') {
    return {
      id: disableFactors,
      name: version === '1.9' ? 'Disable MFA Factors' : 'MFA Factor Disable',
    };
  }
  return { id: update, name: version === '1.9' ? 'Update' : 'Rename a device' };
}

function statusOf({ outcome, refusal }: RecordedChange): JsonObject {
  if (refusal !== null) return { status_id: 2, status_code: refusal, status_detail: 'refused' };
  if (outcome === null) return { status_id: 0, status_detail: 'no outcome is recorded yet' };
  return { status_id: statuses[outcome.outcome], status_code: outcome.outcome };
}

function factorOf(kind: DeviceKind): JsonObject {
  const { id, name } = factorTypes[kind];
  return { factor_type_id: id, factor_type: name };
}

/** What OCSF has no attribute for. */
function unmappedOf({ intent, outcome, overrode }: RecordedChange): JsonObject {
  const { actor, effect, options, reason, ticket, verification, before, kinds } = intent;
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
    before: before === null ? null : before.map(deviceOf),
    results:
      outcome === null
        ? null
        : outcome.results.map(({ before: listed = null, after, ...result }) => ({
            ...result,
            before: listed === null ? null : listed.map(deviceOf),
            after: after === null ? null : after.map(deviceOf),
          })),
  };
}

function deviceOf({ id, name, kind, registeredAt, lastUsedAt }: RecordedDevice): JsonObject {
  return { id, name, kind, registeredAt, lastUsedAt };
}
