import type { ProofState } from '../../../domain/change/proof.ts';
import type { JsonObject } from '../../../store/records/canonical-json.ts';
import type { RecordBody } from '../../../store/records/record.ts';
import { authentication } from './ocsf.ts';
import { category, integrityOf, metadataOf, ocsfActor, type ChainPosition } from './ocsf-parts.ts';

/**
 * Returns the OCSF event of the start or end of a proof of identity. OCSF has no activity for a
 * proof to a third person, so this is an authentication with an activity of its own.
 */
export function ocsfProofEvent(
  { change, at, proof }: Extract<RecordBody, { readonly kind: 'proof' }>,
  position: ChainPosition,
): JsonObject {
  const { agent, person, id, method, provenBy, state, correlationId } = proof;
  return {
    activity_id: 99,
    activity_name: 'Proof of identity',
    ...category,
    ...authentication,
    type_uid: authentication.class_uid * 100 + 99,
    severity_id: 1,
    time: Date.parse(at),
    status_id: proofStatuses[state],
    status_code: state,
    metadata: metadataOf(position, { uid: change, correlationId }),
    actor: ocsfActor(agent),
    user: { uid: person.id, name: person.id, domain: person.realm },
    unmapped: {
      effect: 'prove',
      ...(agent.role !== undefined && { role: agent.role }),
      proof: id,
      proofMethod: method,
      ...(provenBy !== undefined && { provenBy }),
    },
    ...integrityOf(position),
  };
}

/** 1 is success and 2 failure; 0 is unknown. */
const proofStatuses: Readonly<Record<ProofState, number>> = {
  WAITING: 0,
  PROVEN: 1,
  NOT_APPROVED: 2,
  WRONG_CODE: 2,
  NO_DEVICE: 2,
  EXPIRED: 2,
};
