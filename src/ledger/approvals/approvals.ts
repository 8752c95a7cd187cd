import type {
  Approval,
  ApprovalDecision,
  Approvals,
  ApprovalState,
  Decided,
  NewPendingChange,
  PendingChange,
  RepeatedRequest,
  Requested,
  RequestTerms,
} from '../../domain/change/approval.ts';
import type { Intent } from '../../domain/change/change-record.ts';
import { isNews, repeatedRequest, request } from './approval-requests.ts';
import type { LedgerContext } from '../records/background.ts';
import { append } from '../../store/records/chain.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import { approvalEvent } from '../outbox/outbox-events.ts';
import {
  countWaiting,
  expiry,
  findPending,
  pendingRow,
  waitingPage,
} from '../records/pending-changes.ts';
import { isUnderstood, understood } from '../../store/tables/needs.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { PendingRow } from '../../store/tables/tables.ts';

/** How often to record expiries, in milliseconds. */
const expiryMs = 15_000;

/** How many expired changes one transaction ends. */
const mostExpired = 50;

/** The requested changes, in a table beside the records. Each request and end is also recorded. */
export class LedgerApprovals implements Approvals {
  readonly #context: LedgerContext;
  readonly #outbox: LedgerOutbox;
  readonly #listeners: ((state: ApprovalState) => void)[] = [];

  constructor(context: LedgerContext, outbox: LedgerOutbox) {
    this.#context = context;
    this.#outbox = outbox;
  }

  repeated(intent: Intent, idempotencyKey: string | null): Promise<RepeatedRequest | null> {
    const { store, now } = this.#context;
    return store.query((db) => repeatedRequest(db, { intent, idempotencyKey, now: now() }));
  }

  async request(change: NewPendingChange, terms: RequestTerms): Promise<Requested> {
    const requested = await this.#write((transaction, now) =>
      request(transaction, change, { terms, now, outbox: this.#outbox }),
    );
    if (requested.kind === 'requested' && !requested.isReplayed) this.noteEnd('WAITING');
    return requested;
  }

  async end(id: string, decision: ApprovalDecision): Promise<Decided | null> {
    const decided = await this.#write(async (transaction, now): Promise<Decided | null> => {
      const row = await waitingRow(transaction, id, now);
      if (row !== null) await this.decide(transaction, row, { decision, now });
      const pending = await findPending(transaction, id, now);
      return pending && { pending, isDecidedNow: row !== null };
    });
    if (decided?.isDecidedNow === true) this.noteEnd(decision.state);
    return decided;
  }

  find(id: string): Promise<PendingChange | null> {
    const { store, now } = this.#context;
    return store.query((db) => findPending(db, id, now()));
  }

  isNews(id: string): Promise<boolean> {
    const { store, now } = this.#context;
    return store.query((db) => isNews(db, id, now()));
  }

  waiting(query: Parameters<Approvals['waiting']>[0]): ReturnType<Approvals['waiting']> {
    const { store, now } = this.#context;
    return store.query((db) => waitingPage(db, query, now()));
  }

  count(): Promise<number> {
    const { store, now } = this.#context;
    return store.queryCostly(({ db }) => countWaiting(db, now()));
  }

  onState(listener: (state: ApprovalState) => void): void {
    this.#listeners.push(listener);
  }

  /** Records the expiry of changes that no person decided about in time. */
  async expire(): Promise<void> {
    const { store, now } = this.#context;
    const due = (db: Reading) =>
      db
        .selectFrom('pending_change')
        .selectAll()
        .where('state', '=', 'WAITING')
        .where('expires_at', '<=', now())
        .where(isUnderstood)
        .limit(mostExpired)
        .execute();
    if ((await store.query(due)).length === 0) return;
    const expired = await this.#write(async (transaction, at) => {
      const rows = await due(transaction);
      for (const row of rows) await this.decide(transaction, row, { decision: expiry, now: at });
      return rows.length;
    });
    for (let count = 0; count < expired; count += 1) this.noteEnd('EXPIRED');
  }

  /** While the store is away, expired changes are only shown so. */
  expireRegularly(): NodeJS.Timeout {
    const expire = (): void =>
      void this.#context.background.track(this.expire().catch(() => undefined));
    return setInterval(expire, expiryMs).unref();
  }

  /** Ends a waiting change in a transaction that may also begin it. */
  async decide(
    transaction: Writing,
    { id, change_id, realm }: PendingRow,
    { decision, now }: { readonly decision: ApprovalDecision; readonly now: number },
  ): Promise<void> {
    const { state } = decision;
    await transaction.updateTable('pending_change').set({ state }).where('id', '=', id).execute();
    await append(transaction, { realm, change: change_id, now }, { kind: 'decision', ...decision });
    const pending = await findPending(transaction, id, now);
    if (pending === null) return;
    await this.#outbox.add(transaction, {
      events: [approvalEvent(pending)],
      about: pending.intent.target,
      at: now,
    });
  }

  /** After the transaction of an end. */
  noteEnd(state: ApprovalState): void {
    this.#outbox.notify();
    for (const listener of this.#listeners) listener(state);
  }

  #write<T>(act: (transaction: Writing, now: number) => Promise<T>): Promise<T> {
    const { store, now } = this.#context;
    return store.append((transaction) => act(transaction, now()));
  }
}

/**
 * Returns the row of a change that waits and has not expired, and about which this program may
 * decide; null otherwise.
 */
export async function waitingRow(db: Reading, id: string, now: number): Promise<PendingRow | null> {
  const row = await pendingRow(db, id);
  if (row === undefined || row.needs > understood) return null;
  return row.state === 'WAITING' && now < row.expires_at ? row : null;
}

/** The record of an approval. */
export function approvalDecision(
  { actor, note }: Approval,
  correlationId: string,
): ApprovalDecision {
  return { state: 'APPROVED', actor, note, code: null, correlationId };
}
