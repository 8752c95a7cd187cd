import {
  threatLevels,
  type ThreatLevel,
  type ThreatStep,
} from '../../domain/threat/threat-level.ts';
import { asInstant, asText, objectOf, oneOf, orNull } from '../../domain/values/json.ts';
import { recordKind } from './parts/kind.ts';
import { category, integrityOf, metadataOf, ocsfActor } from './parts/ocsf-parts.ts';
import { readActor } from './parts/record-parts.ts';

/** High, but for the return to normal, which is informational. */
const severities: Readonly<Record<ThreatLevel, number>> = {
  NORMAL: 1,
  GUARDED: 4,
  LOCKED: 4,
  FROZEN: 4,
};

/** A threat level that was set, in the realm of the record. */
export const threat = recordKind(
  'threat',
  {
    threat: objectOf<Omit<ThreatStep, 'realm' | 'isFresh'>>({
      level: oneOf(threatLevels),
      until: orNull(asInstant),
      reason: asText,
      actor: orNull(readActor),
      correlationId: orNull(asText),
    }),
  },
  {
    actor: (body) => body.threat.actor,
    target: () => null,
    columns: (body) => ({ result: body.threat.level }),
    limit: { by: 'actor', most: 10, withinSeconds: 3_600 },
    /** OCSF has no class for it, so this is an update of a managed entity: the realm. */
    event: ({ change, at, realm, threat: step }, { position }) => {
      const { level, until, reason, actor, correlationId } = step;
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
    },
  },
);
