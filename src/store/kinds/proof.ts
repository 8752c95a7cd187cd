import { AuthenticationMethod, roles } from '../../domain/people/caller.ts';
import type { RecordedNames } from '../../domain/change/change-record.ts';
import { ProofState, type ProofAgent, type RecordedProof } from '../../domain/change/proof.ts';
import { asInstant, asText, objectOf, oneOf, optional, orNull } from '../../domain/values/json.ts';
import { recordKind } from './parts/kind.ts';
import {
  authentication,
  category,
  integrityOf,
  metadataOf,
  ocsfActor,
} from './parts/ocsf-parts.ts';

/** Reads the agent of a proof. */
export const readProofAgent = objectOf<ProofAgent>({
  id: asText,
  realm: orNull(asText),
  entry: optional(asText),
  role: optional(oneOf(roles)),
  area: optional(asText),
  method: optional(oneOf(Object.values(AuthenticationMethod))),
  signedInAt: optional(orNull(asInstant)),
  clientId: optional(orNull(asText)),
});

/** The start or the end of a proof of identity. */
export const proof = recordKind(
  'proof',
  {
    proof: objectOf<RecordedProof>({
      id: asText,
      agent: readProofAgent,
      provenBy: optional(asText),
      process: optional(asText),
      person: objectOf<RecordedNames>({ id: asText, realm: asText, entry: optional(asText) }),
      method: asText,
      state: oneOf(Object.values(ProofState)),
      correlationId: asText,
    }),
  },
  {
    actor: (body) => body.proof.agent,
    target: () => null,
    columns: (body) => ({ result: body.proof.state }),
    /** Starts; each may have an end. */
    limit: { by: 'actor', most: 30, withinSeconds: 600 },
    /**
     * OCSF has no activity for a proof to a third person, so this is an authentication with an
     * activity of its own.
     */
    event: ({ change, at, proof: step }, { position }) => {
      const { agent, person, id, method, provenBy, process, state, correlationId } = step;
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
          ...(process !== undefined && { vendorProcess: process }),
        },
        ...integrityOf(position),
      };
    },
  },
);

/** 1 is success and 2 failure; 0 is unknown. */
const proofStatuses: Readonly<Record<ProofState, number>> = {
  WAITING: 0,
  PROVEN: 1,
  NOT_APPROVED: 2,
  WRONG_CODE: 2,
  NO_DEVICE: 2,
  NOT_VERIFIED: 2,
  GAVE_UP: 2,
  NO_ANSWER: 0,
  NO_NAME: 2,
  EXPIRED: 2,
};
