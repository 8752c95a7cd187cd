import type { RecordedActor } from '../../domain/change-record.ts';
import type { JsonObject } from '../canonical-json.ts';

/** The versions of OCSF that events are written for. */
export const ocsfVersions = ['1.9', '1.8'] as const;
export type OcsfVersion = (typeof ocsfVersions)[number];

/** The record that an event was made of, and the one before it in its chain. */
export interface ChainPlace {
  readonly realm: string;
  readonly number: number;
  readonly hash: string;
  readonly previous: string;
}

/** What every event says of itself. */
export interface EventAbout {
  readonly version: OcsfVersion;
  /** The number of the change or search, and the correlation id of the request. */
  readonly uid: string;
  readonly correlationId: string;
}

/** The category of all events: identity and access management. */
export const category = {
  category_uid: 3,
  category_name: 'Identity & Access Management',
} as const;

const schemas = { '1.9': '1.9.0', '1.8': '1.8.0' } as const;

/** Where an event comes from. */
export function metadataOf({ number }: ChainPlace, about: EventAbout): JsonObject {
  const { version, uid, correlationId } = about;
  return {
    version: schemas[version],
    product: { name: 'identity-gateway', vendor_name: 'identity-gateway' },
    uid,
    correlation_uid: correlationId,
    log_name: 'ledger',
    sequence: number,
    ...(version === '1.9' && { profiles: ['record_integrity'] }),
  };
}

/** Who did it. */
export function ocsfActor({ id, realm, role, clientId, signedInAt }: RecordedActor): JsonObject {
  return {
    user: {
      uid: id,
      name: id,
      type_id: role === 'SELF' ? 1 : 2,
      ...(realm !== null && { domain: realm }),
    },
    ...(clientId !== null && { app_uid: clientId }),
    ...(signedInAt !== null && { session: { created_time: Date.parse(signedInAt) } }),
  };
}

/**
 * The place of the record in its chain, from 1.9 on: SHA-256 (algorithm 3 of OCSF) over the record, not over the event;
 * `ledger verify` is what checks it.
 */
export function integrityOf(
  { realm, number, hash, previous }: ChainPlace,
  version: OcsfVersion,
): JsonObject {
  if (version !== '1.9') return {};
  const fingerprint = (value: string): JsonObject => ({
    algorithm_id: 3,
    algorithm: 'SHA-256',
    value,
  });
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
