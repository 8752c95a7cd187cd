import { securityEvent, type SecurityEvent } from '../domain/security-event.ts';
import type { SecurityEventType } from '../domain/security-event.ts';
import type { LedgerContext } from './background.ts';
import { securityMessage } from './outbox-events.ts';
import type { LedgerOutbox } from './outbox.ts';
import type { Reading, Writing } from './store.ts';
import type { SecurityQuotaRow } from './tables.ts';

/** The most messages about events of one type, to each receiver within `hourMs`. */
const mostInHour = 10;
const hourMs = 3_600_000;

/** How long events are collected before they are stored together, in milliseconds. */
const collectMs = 250;

/** An event and when it happened, in milliseconds. */
interface Signalled {
  readonly event: SecurityEvent;
  readonly at: number;
}

/** Events of one type that are not stored yet: the first ones, and the number of the others. */
interface Collected {
  readonly first: readonly Signalled[];
  readonly further: number;
}

/**
 * Reports security events to people and other systems, at a rate that a flood cannot exceed. Events
 * beyond it are counted in the store, also across restarts, and their sum is one message when the
 * hour is over.
 */
export class SecurityReports {
  readonly #context: LedgerContext;
  readonly #outbox: LedgerOutbox;
  #collected: ReadonlyMap<SecurityEventType, Collected> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #storing: Promise<void> | null = null;

  constructor(context: LedgerContext, outbox: LedgerOutbox) {
    this.#context = context;
    this.#outbox = outbox;
  }

  add(event: SecurityEvent): void {
    if (!this.#outbox.reports('security')) return;
    const one = { first: [{ event, at: this.#context.now() }], further: 0 };
    this.#collected = joined(this.#collected, new Map([[event.type, one]]));
    this.#timer ??= setTimeout(() => void this.store(), collectMs).unref();
  }

  /** Stores collected events, and the sums of hours that are over; never rejects. */
  async store(): Promise<void> {
    if (!this.#outbox.reports('security')) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#storing;
    this.#storing ??= this.#storeAll().finally(() => (this.#storing = null));
    await this.#storing;
  }

  async #storeAll(): Promise<void> {
    const taken = this.#collected;
    this.#collected = new Map();
    const { store, now } = this.#context;
    const at = now();
    try {
      const isDue = taken.size > 0 || (await store.read((db) => endedHours(db, at))).length > 0;
      if (!isDue) return;
      await store.write((transaction) => this.#write(transaction, taken, at));
      this.#outbox.notify();
    } catch {
      // The ledger is away. The next call stores them.
      this.#collected = joined(taken, this.#collected);
    }
  }

  async #write(
    transaction: Writing,
    taken: ReadonlyMap<SecurityEventType, Collected>,
    now: number,
  ): Promise<void> {
    for (const { type, omitted } of await endedHours(transaction, now)) {
      await this.#addMessage(transaction, { event: securityEvent(type), at: now }, omitted);
      await setQuota(transaction, { type, since: now, sent: 1, omitted: 0 });
    }
    for (const [type, { first, further }] of taken) {
      const { since, sent, omitted } = await quotaOf(transaction, type, now);
      const messages = first.slice(0, Math.max(0, mostInHour - sent));
      for (const message of messages) await this.#addMessage(transaction, message, 0);
      const left = first.length - messages.length + further;
      const quota = { type, since, sent: sent + messages.length, omitted: omitted + left };
      await setQuota(transaction, quota);
    }
  }

  async #addMessage(
    transaction: Writing,
    { event, at }: Signalled,
    further: number,
  ): Promise<void> {
    const message = { kind: 'security', at: new Date(at).toISOString(), event, further } as const;
    await this.#outbox.add(transaction, { events: [securityMessage(message)], about: null, at });
  }
}

/** Joins collected events; of each type only as many stay whole as one hour can report. */
function joined(
  earlier: ReadonlyMap<SecurityEventType, Collected>,
  later: ReadonlyMap<SecurityEventType, Collected>,
): ReadonlyMap<SecurityEventType, Collected> {
  const all = new Map(earlier);
  for (const [type, { first, further }] of later) {
    const before = all.get(type);
    const events = [...(before?.first ?? []), ...first];
    const left = Math.max(0, events.length - mostInHour);
    all.set(type, {
      first: events.slice(0, mostInHour),
      further: (before?.further ?? 0) + further + left,
    });
  }
  return all;
}

/** Returns the types whose hour is over and has omitted events. */
function endedHours(db: Reading, now: number): Promise<SecurityQuotaRow[]> {
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
