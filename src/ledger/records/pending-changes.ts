import { sql } from 'kysely';
import type {
  ApprovalDecision,
  ApprovalState,
  PendingChange,
  PendingPage,
  PendingQuery,
} from '../../domain/change/approval.ts';
import { invalidCursor } from './cursor.ts';
import { readable } from './changes.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { PendingRow } from '../../store/tables/tables.ts';

/** Returns a requested change by its id, or null. */
export async function findPending(
  db: Reading,
  id: string,
  now: number,
): Promise<PendingChange | null> {
  const row = await pendingRow(db, id);
  if (row === undefined) return null;
  const [pending = null] = await pendingOf(db, [row], now);
  return pending;
}

export function pendingRow(db: Reading, id: string): Promise<PendingRow | undefined> {
  return db.selectFrom('pending_change').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Returns a requested change by its reference number, as its records hold it, or null. */
export async function recordedRequest(
  db: Reading,
  reference: string,
): Promise<PendingChange | null> {
  const row = { change_id: reference, state: 'WAITING', expires_at: Infinity } as const;
  const [pending = null] = await pendingOf(db, [row], 0);
  return pending;
}

/**
 * Returns requested changes from their records, in the order of the rows. One that has expired is
 * shown so before its expiry is recorded. A change whose request was pruned, or that this version
 * cannot read, is left out.
 */
export async function pendingOf(
  db: Reading,
  rows: readonly Pick<PendingRow, 'change_id' | 'state' | 'expires_at'>[],
  now: number,
): Promise<PendingChange[]> {
  if (rows.length === 0) return [];
  const records = await db
    .selectFrom('ledger_record')
    .select(['change_id', 'body'])
    .where('kind', 'in', ['request', 'decision'])
    .where(
      'change_id',
      'in',
      rows.map((row) => row.change_id),
    )
    .execute();
  const byChange = Map.groupBy(records, (record) => record.change_id);
  return rows.flatMap((row) => {
    const ofChange = byChange.get(row.change_id) ?? [];
    const bodies = readable(() => ofChange.map(bodyOf)) ?? [];
    const request = bodies.find((body) => body.kind === 'request');
    if (request?.kind !== 'request') return [];
    const found = bodies.find((body) => body.kind === 'decision');
    const decision = found?.kind === 'decision' ? decisionIn(found) : expiryOf(row, now);
    const state: ApprovalState = decision?.state ?? 'WAITING';
    return [{ ...request.request, reference: request.change, at: request.at, state, decision }];
  });
}

function decisionIn({
  state,
  actor,
  note,
  code,
  correlationId,
  at,
}: ApprovalDecision & { readonly at: string }): PendingChange['decision'] {
  return { state, actor, note, code, correlationId, at };
}

/** The decision of an expiry, which has no person. */
export const expiry: ApprovalDecision = {
  state: 'EXPIRED',
  actor: null,
  note: null,
  code: null,
  correlationId: null,
};

function expiryOf(
  { state, expires_at }: Pick<PendingRow, 'state' | 'expires_at'>,
  now: number,
): PendingChange['decision'] {
  if (state !== 'WAITING' || now < expires_at) return null;
  return { ...expiry, at: new Date(expires_at).toISOString() };
}

/** Returns a page of the waiting changes of a realm, oldest first. */
export async function waitingPage(
  db: Reading,
  { realm, first, after }: PendingQuery,
  now: number,
): Promise<PendingPage> {
  const from = after === undefined ? null : readCursor(after);
  const rows = await db
    .selectFrom('pending_change')
    .selectAll()
    .where('state', '=', 'WAITING')
    .where('realm', '=', realm)
    .where('expires_at', '>', now)
    .$if(from !== null, (all) =>
      all.where(({ eb, or, and }) =>
        or([
          eb('requested_at', '>', from?.at ?? 0),
          and([
            eb('requested_at', '=', from?.at ?? 0),
            eb('change_id', '>', from?.reference ?? ''),
          ]),
        ]),
      ),
    )
    .orderBy('requested_at')
    .orderBy('change_id')
    .limit(first + 1)
    .execute();
  const shown = rows.slice(0, first);
  const pending = await pendingOf(db, shown, now);
  const cursors = new Map(shown.map((row) => [row.change_id, cursorOf(row)]));
  const changes = pending.map((one) => ({ ...one, cursor: cursors.get(one.reference) ?? '' }));
  const last = shown.at(-1);
  return { changes, hasMore: rows.length > first, end: last === undefined ? null : cursorOf(last) };
}

function cursorOf({ requested_at, change_id }: PendingRow): string {
  return Buffer.from(`pending:${requested_at}:${change_id}`).toString('base64url');
}

function readCursor(cursor: string): { readonly at: number; readonly reference: string } {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, at, reference] = /^pending:(\d{1,15}):([0-9A-Z-]{19})$/.exec(text) ?? [];
  if (at === undefined || reference === undefined) throw invalidCursor();
  return { at: Number(at), reference };
}

/** Counts the waiting changes of all realms. */
export async function countWaiting(db: Reading, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('pending_change')
    .select(sql<number>`cast(count(*) as integer)`.as('count'))
    .where('state', '=', 'WAITING')
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return count;
}
