import { securityEvent, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import type { SecurityEventType } from '../../domain/outbox/security-event.ts';
import { securityMessage } from '../outbox/outbox-events.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { SecurityQuotaRow } from '../../store/tables/tables.ts';

/** The most messages about events of one type, to each receiver within `hourMs`. */
export const mostInHour = 10;
const hourMs = 3_600_000;

/** An event and when it happened, in milliseconds. */
export interface Signalled {
  readonly event: SecurityEvent;
  readonly at: number;
}

/** Events of one type to report. */
interface Reported {
  readonly type: SecurityEventType;
  readonly first: readonly Signalled[];
  /** How many more there were. */
  readonly further: number;
}

/**
 * Adds messages about events, as many as the hour has left, and counts the others. Every message
 * about a security event is added by this file. Returns whether one was added.
 */
export async function addWithinQuota(
  transaction: Writing,
  { type, first, further }: Reported,
  { outbox, now }: { readonly outbox: LedgerOutbox; readonly now: number },
): Promise<boolean> {
  if (!outbox.reports('security')) return false;
  await addSums(transaction, { outbox, now });
  const { since, sent, omitted } = await quotaOf(transaction, type, now);
  const messages = first.slice(0, Math.max(0, mostInHour - sent));
  for (const message of messages) await addMessage(transaction, outbox, { ...message, further: 0 });
  const left = first.length - messages.length + further;
  const quota = { type, since, sent: sent + messages.length, omitted: omitted + left };
  await setQuota(transaction, quota);
  return messages.length > 0;
}

/** Adds a message with the sum of each type whose hour is over and has omitted events. */
export async function addSums(
  transaction: Writing,
  { outbox, now }: { readonly outbox: LedgerOutbox; readonly now: number },
): Promise<void> {
  for (const { type, omitted: further } of await endedHours(transaction, now)) {
    await addMessage(transaction, outbox, { event: securityEvent(type), at: now, further });
    await setQuota(transaction, { type, since: now, sent: 1, omitted: 0 });
  }
}

async function addMessage(
  transaction: Writing,
  outbox: LedgerOutbox,
  { event, at, further }: Signalled & { readonly further: number },
): Promise<void> {
  const message = { kind: 'security', at: new Date(at).toISOString(), event, further } as const;
  await outbox.add(transaction, { events: [securityMessage(message)], about: null, at });
}

/** Returns the types whose hour is over and has omitted events. */
export function endedHours(db: Reading, now: number): Promise<SecurityQuotaRow[]> {
  return db
    .selectFrom('security_quota')
    .selectAll()
    .where('omitted', '>', 0)
    .where((row) => row.or([row('since', '<=', now - hourMs), row('since', '>', now)]))
    .execute();
}

/** Returns the quota of the current hour. A start in the future is old: the clock was set back. */
async function quotaOf(
  transaction: Writing,
  type: SecurityEventType,
  now: number,
): Promise<SecurityQuotaRow> {
  const row = await transaction
    .selectFrom('security_quota')
    .selectAll()
    .where('type', '=', type)
    .executeTakeFirst();
  const isCurrent = row !== undefined && row.since > now - hourMs && row.since <= now;
  return isCurrent ? row : { type, since: now, sent: 0, omitted: 0 };
}

async function setQuota(transaction: Writing, row: SecurityQuotaRow): Promise<void> {
  await transaction
    .insertInto('security_quota')
    .values(row)
    .onConflict((on) => on.column('type').doUpdateSet(row))
    .execute();
}
