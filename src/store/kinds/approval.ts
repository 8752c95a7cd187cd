import type {
  ApprovalDecision,
  DecidedState,
  RequestedChange,
} from '../../domain/change/approval.ts';
import { errorCodes } from '../../domain/values/failure.ts';
import {
  asFlag,
  asInstant,
  asText,
  listOf,
  objectOf,
  oneOf,
  orNull,
  type JsonObject,
  type Readers,
} from '../../domain/values/json.ts';
import { recordKind } from './parts/kind.ts';
import {
  integrityOf,
  metadataOf,
  ocsfActor,
  otherActivity,
  type ChainPosition,
} from './parts/ocsf-parts.ts';
import { readActor, readDevice, readIntent } from './parts/record-parts.ts';

/** A change that waits for a second person. The change keeps its reference number. */
export const request = recordKind(
  'request',
  {
    request: objectOf<RequestedChange>({
      id: asText,
      intent: readIntent,
      devices: listOf(readDevice),
      overrideLimit: asFlag,
      isRoleOfCredential: asFlag,
      expiresAt: asInstant,
    }),
    keyHash: orNull(asText),
  },
  {
    actor: (body) => body.request.intent.actor,
    target: () => null,
    columns: ({ keyHash }) => ({ keyHash }),
    limit: { by: 'actor', most: 100, withinSeconds: 86_400 },
    event: (body, { position }) => {
      const { intent, expiresAt, devices } = body.request;
      const { actor, effect, kinds, reason, ticket, verification } = intent;
      return {
        ...approvalParts('Request a change', body, position),
        status_id: 0,
        status_code: 'WAITING',
        metadata: metadataOf(position, {
          uid: `${body.change}:request`,
          correlationId: intent.correlationId,
        }),
        actor: ocsfActor(actor),
        unmapped: {
          effect,
          kinds,
          role: actor.role,
          method: actor.method,
          reference: body.change,
          reason,
          ticket,
          verification: verification === null ? null : { ...verification },
          expiresAt,
          devices: devices.map((device) => ({ ...device })),
        },
      };
    },
  },
);

/** The end of a requested change. */
export const decision = recordKind(
  'decision',
  {
    state: oneOf(['APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'REFUSED']),
    actor: orNull(readActor),
    note: orNull(asText),
    code: orNull(oneOf(errorCodes)),
    correlationId: orNull(asText),
  } satisfies Readers<ApprovalDecision>,
  {
    actor: ({ actor }) => actor,
    target: () => null,
    columns: ({ state }) => ({ result: state }),
    limit: { by: 'record', of: 'request' },
    event: ({ change, at, state, actor, note, code, correlationId }, context) => {
      const { position } = context;
      const requested = context.requested();
      if (requested === null) return null;
      const { effect } = requested.intent;
      return {
        ...approvalParts('Decide about a requested change', { at, request: requested }, position),
        status_id: decisionStatuses[state],
        status_code: state,
        metadata: metadataOf(position, {
          uid: `${change}:decision`,
          correlationId: correlationId ?? requested.intent.correlationId,
        }),
        ...(actor !== null && { actor: ocsfActor(actor) }),
        unmapped: { effect, reference: change, role: actor?.role ?? null, note, code },
      };
    },
  },
);

/** OCSF has no activity for a requested change. */
function approvalParts(
  activity: string,
  { at, request: { intent } }: { readonly at: string; readonly request: RequestedChange },
  position: ChainPosition,
): JsonObject {
  const { target } = intent;
  return {
    ...otherActivity(activity, { severity: target.privileged === false ? 1 : 3, at }),
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
