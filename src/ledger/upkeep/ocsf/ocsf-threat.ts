import type { ThreatLevel } from '../../../domain/threat/threat-level.ts';
import type { JsonObject } from '../../../store/records/canonical-json.ts';
import type { RecordBody } from '../../../store/records/record.ts';
import { category, integrityOf, metadataOf, ocsfActor, type ChainPosition } from './ocsf-parts.ts';

/** High, but for the return to normal, which is informational. */
const severities: Readonly<Record<ThreatLevel, number>> = {
  NORMAL: 1,
  GUARDED: 4,
  LOCKED: 4,
  FROZEN: 4,
};

/**
 * Returns the OCSF event of a threat level that was set. OCSF has no class for it, so this is an
 * update of a managed entity: the realm.
 */
export function ocsfThreatEvent(
  { change, at, realm, threat }: Extract<RecordBody, { readonly kind: 'threat' }>,
  position: ChainPosition,
): JsonObject {
  const { level, until, reason, actor, correlationId } = threat;
  return {
    activity_id: 3,
    activity_name: 'Update',
    ...category,
    class_uid: 3004,
    class_name: 'Entity Management',
    type_uid: 300403,
    severity_id: severities[level],
    time: Date.parse(at),
    status_id: 1,
    status_code: level,
    metadata: metadataOf(position, { uid: change, correlationId: correlationId ?? change }),
    actor: actor === null ? { app_name: 'identity-gateway' } : ocsfActor(actor),
    entity: { name: realm, type: 'threat level of a realm' },
    unmapped: {
      effect: 'setThreatLevel',
      level,
      until,
      reason,
      role: actor?.role ?? null,
      method: actor?.method ?? null,
    },
    ...integrityOf(position),
  };
}
