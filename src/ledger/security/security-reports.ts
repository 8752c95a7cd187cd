import type { SecurityEvent, SecurityEventType } from '../../domain/outbox/security-event.ts';
import type { LedgerContext } from '../records/background.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import {
  addSums,
  addWithinQuota,
  endedHours,
  mostInHour,
  type Signalled,
} from './security-quota.ts';
import type { Writing } from '../../store/tables/handles.ts';

/** How long events are collected before they are stored together, in milliseconds. */
const collectMs = 250;

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
      const isDue = taken.size > 0 || (await store.query((db) => endedHours(db, at))).length > 0;
      if (!isDue) return;
      await store.append((transaction) => this.#write(transaction, taken, at));
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
    const parts = { outbox: this.#outbox, now };
    await addSums(transaction, parts);
    for (const [type, collected] of taken)
      await addWithinQuota(transaction, { type, ...collected }, parts);
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
