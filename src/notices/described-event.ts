import type { Instant } from '../domain/change/change-record.ts';
import type { EventOf, KindFor } from '../domain/outbox/outbox.ts';
import { approvalEvent } from './approval-event.ts';
import { changeEvent, reportEventData, reportEventType } from './change-event.ts';

/** An event as other systems receive it. */
export interface DescribedEvent {
  /** The stable name. */
  readonly type: string;
  readonly time: Instant;
  /** Null for an event of the whole gateway. */
  readonly realm: string | null;
  /** What the JSON Schema of the type and its version describes. */
  readonly data: object;
}

/** Returns an event as other systems receive it; see `schema/events`. */
export function describeEvent(event: EventOf<KindFor<'webhook'>>): DescribedEvent {
  switch (event.kind) {
    case 'change': {
      const { change } = event;
      return {
        ...changeEvent(change),
        time: change.outcome?.at ?? change.at,
        realm: change.intent.target.realm,
      };
    }
    case 'report': {
      const { change, report } = event;
      return {
        type: reportEventType,
        time: report.at,
        realm: change.intent.target.realm,
        data: reportEventData(change, report),
      };
    }
    case 'approval':
      return approvalEvent(event.pending);
    case 'security': {
      const { at, further } = event;
      const { type, realm, change, role, correlationId, count, level } = event.event;
      const facts = { type, reference: change, realm, role, correlationId, count, further };
      const data = { ...facts, ...(level !== undefined && { level }) };
      return { type: 'security.detected', time: at, realm, data };
    }
  }
}
