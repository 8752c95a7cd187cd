import type { RecordedSearch } from '../../domain/ledger-ports/ledger.ts';
import { errorCodes } from '../../domain/values/failure.ts';
import { asText, objectOf, oneOf, optional, orNull } from '../../domain/values/json.ts';
import { recordKind } from './parts/kind.ts';
import { category, integrityOf, metadataOf, ocsfActor } from './parts/ocsf-parts.ts';
import { readActor } from './parts/record-parts.ts';

/** A search for people. */
export const search = recordKind(
  'search',
  {
    search: objectOf<RecordedSearch>({
      actor: readActor,
      realm: asText,
      correlationId: asText,
      clientCorrelationId: optional(asText),
    }),
    /** The reason of a refusal; null for a permitted search. */
    code: orNull(oneOf(errorCodes)),
  },
  {
    actor: (body) => body.search.actor,
    target: () => null,
    columns: ({ code }) => ({ counted: code === null, result: code }),
    limit: { by: 'options' },
    /**
     * OCSF has no class for searches, so this is a read of a managed entity: the people of a realm.
     * The search text is not recorded.
     */
    event: ({ change, at, search: made, code }, { position }) => {
      const { actor, realm, correlationId } = made;
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
        metadata: metadataOf(position, { uid: change, correlationId }),
        actor: ocsfActor(actor),
        entity: { name: realm, type: 'people of a realm' },
        unmapped: { effect: 'search', role: actor.role, method: actor.method },
        ...integrityOf(position),
      };
    },
  },
);
