import type { DecidedState } from '../../../domain/change/approval.ts';
import type { JsonObject } from '../../../store/records/canonical-json.ts';
import type { RecordBody } from '../../../store/records/record.ts';
import { userManagement } from './ocsf.ts';
import { category, integrityOf, metadataOf, ocsfActor, type ChainPosition } from './ocsf-parts.ts';

type Request = Extract<RecordBody, { readonly kind: 'request' }>;
type Decision = Extract<RecordBody, { readonly kind: 'decision' }>;

/** Returns the OCSF event of a requested change: OCSF has no activity for it. */
export function ocsfRequestEvent({ change, at, request }: Request, position: ChainPosition) {
  const { intent, expiresAt, devices } = request;
  const { actor, effect, kinds, reason, ticket, verification } = intent;
  return {
    ...approvalParts('Request a change', { change, at, request }, position),
    status_id: 0,
    status_code: 'WAITING',
    metadata: metadataOf(position, {
      uid: `${change}:request`,
      correlationId: intent.correlationId,
    }),
    actor: ocsfActor(actor),
    unmapped: {
      effect,
      kinds,
      role: actor.role,
      method: actor.method,
      reference: change,
      reason,
      ticket,
      verification: verification === null ? null : { ...verification },
      expiresAt,
      devices: devices.map((device) => ({ ...device })),
    },
  };
}

/** Returns the OCSF event of the end of a requested change. An expiry has no actor. */
export function ocsfDecisionEvent(
  { change, at, state, actor, note, code, correlationId }: Decision,
  request: Request,
  position: ChainPosition,
): JsonObject {
  const { effect } = request.request.intent;
  return {
    ...approvalParts('Decide about a requested change', { ...request, at }, position),
    status_id: decisionStatuses[state],
    status_code: state,
    metadata: metadataOf(position, {
      uid: `${change}:decision`,
      correlationId: correlationId ?? request.request.intent.correlationId,
    }),
    ...(actor !== null && { actor: ocsfActor(actor) }),
    unmapped: { effect, reference: change, role: actor?.role ?? null, note, code },
  };
}

function approvalParts(
  activity: string,
  { at, request }: Pick<Request, 'at' | 'request' | 'change'>,
  position: ChainPosition,
): JsonObject {
  const { target } = request.intent;
  return {
    activity_id: 99,
    activity_name: activity,
    ...category,
    ...userManagement,
    type_uid: userManagement.class_uid * 100 + 99,
    severity_id: target.privileged === false ? 1 : 3,
    time: Date.parse(at),
    user: { uid: target.id, name: target.id, domain: target.realm },
    ...integrityOf(position),
  };
}

/** 1 is success and 2 failure; 99 is another end. */
const decisionStatuses: Readonly<Record<DecidedState, number>> = {
  APPROVED: 1,
  REJECTED: 2,
  WITHDRAWN: 99,
  EXPIRED: 99,
  REFUSED: 2,
};
