import type { JsonObject } from '../canonical-json.ts';
import type { RecordBody } from '../record.ts';
import { category, integrityOf, metadataOf, ocsfActor } from './ocsf-parts.ts';
import type { ChainPlace, OcsfVersion } from './ocsf-parts.ts';

/**
 * The event of a search for people. Neither version has a class for it, so it is a read of a managed entity: of the people of a
 * realm. What was searched for is not recorded.
 */
export function ocsfSearchEvent(
  { change, at, search, code }: Extract<RecordBody, { readonly kind: 'search' }>,
  place: ChainPlace,
  version: OcsfVersion,
): JsonObject {
  const { actor, realm, correlationId } = search;
  return {
    activity_id: 2,
    activity_name: 'Read',
    ...category,
    class_uid: 3004,
    class_name: 'Entity Management',
    type_uid: 300402,
    severity_id: 1,
    time: Date.parse(at),
    ...(code === null
      ? { status_id: 1 }
      : { status_id: 2, status_code: code, status_detail: 'refused' }),
    metadata: metadataOf(place, { version, uid: change, correlationId }),
    actor: ocsfActor(actor),
    entity: { name: realm, type: 'people of a realm' },
    unmapped: { effect: 'search', role: actor.role, method: actor.method },
    ...integrityOf(place, version),
  };
}
