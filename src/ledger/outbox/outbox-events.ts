import { ApprovalState, type PendingChange } from '../../domain/change/approval.ts';
import type { Intent, Outcome, RecordedChange } from '../../domain/change/change-record.ts';
import { roles } from '../../domain/people/caller.ts';
import {
  asCount,
  asInstant,
  asText,
  objectOf,
  oneOf,
  optional,
  orNull,
} from '../../domain/values/json.ts';
import type {
  EventOf,
  OutboxEvent,
  OutboxEventKind,
  SecurityMessage,
} from '../../domain/outbox/outbox.ts';
import { mayHaveChangedAny } from '../../domain/change/recorded-effect.ts';
import { securityEventTypes, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import { threatLevels } from '../../domain/threat/threat-level.ts';
import { readableChange } from '../records/changes.ts';
import { recordedRequest } from '../records/pending-changes.ts';
import { dataOf, type StoredEvent } from './outbox-rows.ts';
import {
  readSettledSignal,
  readSignal,
  readStreamUpdate,
  readVerification,
  settledSignalEvents,
} from './signal-events.ts';
import type { Reading } from '../../store/tables/handles.ts';

/** Returns the event of a change whose outcome is being recorded, or null if it is not reported. */
export function changeEvent(
  id: string,
  { effect, dryRun }: Pick<Intent, 'effect' | 'dryRun'>,
  outcome: Pick<Outcome, 'outcome' | 'results'>,
): StoredEvent | null {
  const isSent = !dryRun && mayHaveChangedAny(effect, outcome);
  return isSent ? { kind: 'change', change_id: id, data: null } : null;
}

const settledData = JSON.stringify({ settled: true });

/** Returns the events of a change that is being settled: the change again, and its new signals. */
export function settledEvents(change: RecordedChange): StoredEvent[] {
  const event: StoredEvent = { kind: 'change', change_id: change.id, data: settledData };
  return [event, ...settledSignalEvents(change)];
}

/** A change as it was when it ended, which the messages from then report. */
function asEnded(change: RecordedChange): RecordedChange {
  return change.settled === null
    ? change
    : { ...change, outcome: change.settled.unclear, settled: null };
}

/** Returns the event of a report that is being recorded. */
export function reportEvent({ id }: { readonly id: string }): StoredEvent {
  return { kind: 'report', change_id: id, data: null };
}

/** Returns the event of a requested change, which waits or has just ended. */
export function approvalEvent({ reference, state }: PendingChange): StoredEvent {
  return { kind: 'approval', change_id: reference, data: JSON.stringify({ state }) };
}

const approvalData = objectOf<Pick<PendingChange, 'state'>>({
  state: oneOf(Object.values(ApprovalState)),
});

/** Returns a security event as it is stored. */
export function securityMessage({ kind, ...data }: SecurityMessage): StoredEvent {
  return { kind, change_id: data.event.change ?? '', data: JSON.stringify(data) };
}

const securityData = objectOf<Omit<SecurityMessage, 'kind'>>({
  at: asInstant,
  event: objectOf<SecurityEvent>({
    type: oneOf(securityEventTypes),
    realm: orNull(asText),
    change: orNull(asText),
    role: orNull(oneOf(roles)),
    correlationId: orNull(asText),
    count: orNull(asCount),
    level: optional(oneOf(threatLevels)),
  }),
  further: asCount,
});

type EventReaders = {
  readonly [K in OutboxEventKind]: (db: Reading, row: StoredEvent) => Promise<EventOf<K> | null>;
};

/** Read the event of a message; null if it cannot be read. */
const readers: EventReaders = {
  change: async (db, { change_id, data }) => {
    const change = await readableChange(db, change_id);
    if (!change?.outcome) return null;
    return { kind: 'change', change: data === settledData ? change : asEnded(change) };
  },
  report: async (db, { change_id }) => {
    const change = await readableChange(db, change_id);
    return change?.report ? { kind: 'report', change, report: change.report } : null;
  },
  approval: async (db, { change_id, data }) => {
    const stored = dataOf(data, approvalData);
    const pending = await recordedRequest(db, change_id);
    if (stored === null || pending === null) return null;
    // The request may have ended since.
    return {
      kind: 'approval',
      pending: stored.state === 'WAITING' ? asRequested(pending) : pending,
    };
  },
  security: async (_db, { data }) => {
    const stored = dataOf(data, securityData);
    return stored && { kind: 'security', ...stored };
  },
  'credential-change': async (db, { change_id, data }) => {
    const change = await readableChange(db, change_id);
    return (
      change &&
      (readSettledSignal(change, data) ?? readSignal('credential-change', asEnded(change), data))
    );
  },
  'session-revoked': async (db, { change_id, data }) => {
    const change = await readableChange(db, change_id);
    return change && readSignal('session-revoked', asEnded(change), data);
  },
  verification: async (_db, { data }) => readVerification(data),
  'stream-updated': async (_db, { data }) => readStreamUpdate(data),
};

function asRequested(pending: PendingChange): PendingChange {
  return { ...pending, state: 'WAITING', decision: null };
}

/** Returns the event of a message, or null if it cannot be read or its change was pruned. */
export async function eventOf(db: Reading, row: StoredEvent): Promise<OutboxEvent | null> {
  // A newer version may have stored another kind.
  return Object.hasOwn(readers, row.kind) ? readers[row.kind](db, row) : null;
}
