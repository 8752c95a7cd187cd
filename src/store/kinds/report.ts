import { asText, optional, type JsonObject } from '../../domain/values/json.ts';
import { recordKind, type EventContext, type ReadOf, type RecordPosition } from './parts/kind.ts';
import { integrityOf, metadataOf, ocsfActor, otherActivity } from './parts/ocsf-parts.ts';
import { readActor } from './parts/record-parts.ts';

const members = {
  actor: readActor,
  correlationId: asText,
  clientCorrelationId: optional(asText),
};

type Step = ReadOf<typeof members> & RecordPosition;

const ofReport = {
  actor: ({ actor }: Step) => actor,
  target: () => null,
  columns: () => ({}),
};

/** The change's person does not recognise it. */
export const report = recordKind('report', members, {
  ...ofReport,
  limit: { by: 'options' },
  event: eventOf('report'),
});

/** A member of staff takes care of the report. */
export const taking = recordKind('taking', members, {
  ...ofReport,
  limit: { by: 'record', of: 'report' },
  event: eventOf('taking'),
});

/** The activities of a report: OCSF has no activity for it. */
const reportActivities = {
  report: { name: 'Report an unrecognised change', severity: 4 },
  taking: { name: 'Take the report of a change', severity: 1 },
} as const;

function eventOf(kind: keyof typeof reportActivities) {
  return ({ change, at, actor, correlationId }: Step, context: EventContext): JsonObject | null => {
    const { position } = context;
    const target = context.change()?.intent.target;
    if (target === undefined) return null;
    const { name, severity } = reportActivities[kind];
    return {
      ...otherActivity(name, { severity, at }),
      status_id: 1,
      metadata: metadataOf(position, { uid: `${change}:${kind}`, correlationId }),
      actor: ocsfActor(actor),
      user: { uid: target.id, name: target.id, domain: target.realm },
      unmapped: { effect: kind, reference: change, role: actor.role, method: actor.method },
      ...integrityOf(position),
    };
  };
}
