import { roleTraits, type Role } from '../../../domain/people/caller.ts';
import type { RecordedActor } from '../../../domain/change/change-record.ts';
import type { ProofAgent } from '../../../domain/change/proof.ts';
import type { JsonObject } from '../../../domain/values/json.ts';

/** The position of the event's record in its chain. */
export interface ChainPosition {
  readonly realm: string;
  readonly number: number;
  readonly hash: string;
  readonly previous: string;
}

/** The category of all events. */
export const category = { category_uid: 3, category_name: 'Identity & Access Management' } as const;

/** User Management, an OCSF class since 1.9. */
export const userManagement = { class_uid: 3007, class_name: 'User Management' } as const;

/** Authentication, whose activity Logoff is the end of a session. It requires the service. */
export const authentication = { class_uid: 3002, class_name: 'Authentication' } as const;

/** Returns the head of an event about a user for which OCSF has no activity. */
export function otherActivity(
  name: string,
  { severity, at }: { readonly severity: number; readonly at: string },
): JsonObject {
  return {
    activity_id: 99,
    activity_name: name,
    ...category,
    ...userManagement,
    type_uid: userManagement.class_uid * 100 + 99,
    severity_id: severity,
    time: Date.parse(at),
  };
}

/** Returns the source of an event; `uid` is the number of the change or search. */
export function metadataOf(
  { number }: ChainPosition,
  { uid, correlationId }: { readonly uid: string; readonly correlationId: string },
): JsonObject {
  return {
    version: '1.9.0',
    product: { name: 'identity-gateway', vendor_name: 'identity-gateway' },
    uid,
    correlation_uid: correlationId,
    log_name: 'ledger',
    sequence: number,
    profiles: ['record_integrity'],
  };
}

/** Returns the person who made the change or search. */
export function ocsfActor({
  id,
  realm,
  role,
  area,
  clientId = null,
  signedInAt = null,
}: RecordedActor | ProofAgent): JsonObject {
  return {
    user: {
      uid: id,
      name: id,
      type_id: typeOf(role),
      ...(realm !== null && { domain: realm }),
      ...(area !== undefined && { groups: [{ name: area }] }),
    },
    ...(clientId !== null && { app_uid: clientId }),
    ...(signedInAt !== null && { session: { created_time: Date.parse(signedInAt) } }),
  };
}

/** The type of a user: 0 if the role is unknown, 1 for users themselves, 2 for staff. */
function typeOf(role: Role | undefined): number {
  if (role === undefined) return 0;
  return roleTraits[role].isSelf ? 1 : 2;
}

/**
 * Returns the position of the record in its chain. The fingerprint is the SHA-256 hash of the
 * record, not of the event; `ledger verify` checks it.
 */
export function integrityOf({ realm, number, hash, previous }: ChainPosition): JsonObject {
  const fingerprint = (value: string) => ({ algorithm_id: 3, algorithm: 'SHA-256', value });
  const attestation = {
    uid: `${realm}:${number}`,
    chain_uid: realm,
    fingerprint: fingerprint(hash),
    ...(number > 1 && {
      prev_event: { uid: `${realm}:${number - 1}`, fingerprint: fingerprint(previous) },
    }),
  };
  return { attestation_list: [attestation] };
}
