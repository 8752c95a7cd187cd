import { randomBytes } from 'node:crypto';
import type {
  NewPendingChange,
  PendingChange,
  RepeatedRequest,
  Requested,
  RequestedChange,
  RequestTerms,
} from '../../domain/change/approval.ts';
import type { RecordedActor } from '../../domain/change/change-record.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import { approvalEvent } from '../outbox/outbox-events.ts';
import { onlyChange } from '../records/changes.ts';
import { findPending, pendingOf } from '../records/pending-changes.ts';
import { permitsChange, useProof } from '../proofs/proofs.ts';
import { recordSchemas } from '../../store/kinds/record-kinds.ts';
import { isDoubleClick, isSameRequest, keyHashOf, type Repeatable } from '../records/repeats.ts';
import { needs } from '../../store/tables/needs.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import type { PendingRow } from '../../store/tables/tables.ts';
import { actorName, entryColumn, isOfActor } from '../../store/records/who.ts';
import { limitedBy, limitedUntil, type Limited } from '../../domain/values/limit.ts';

/** How long rows are kept: longer than any request waits, and than a key is valid. */
const keptMs = 48 * 60 * 60 * 1000;
const dayMs = recordSchemas.request.limit.withinSeconds * 1000;

/** The maximum number of changes of one requester that wait, and that are requested in a day. */
const mostWaiting = 20;
const { most: mostADay } = recordSchemas.request.limit;

/** After so many withdrawals in a day, teams hear of no more requests of this requester. */
const mostWithdrawn = 5;

/** Records a request unless it repeats one, or a limit or its proof refuses it. */
export async function request(
  transaction: Writing,
  change: NewPendingChange,
  {
    terms: { idempotencyKey, proof, seconds },
    now,
    outbox,
  }: { readonly terms: RequestTerms; readonly now: number; readonly outbox: LedgerOutbox },
): Promise<Requested> {
  const { intent } = change;
  const { actor, target } = intent;
  const keyHash = keyHashOf(idempotencyKey);
  const repeat = await repeatedRequest(transaction, { intent, idempotencyKey, now });
  if (repeat !== null) return repeat;
  const about = { intent, now, again: null };
  if (proof !== null && !(await permitsChange(transaction, proof, about)))
    return { kind: 'no proof' };
  const limited = await reachedLimit(transaction, actor, now);
  if (limited !== null) return limited;
  await transaction
    .deleteFrom('pending_change')
    .where('requested_at', '<', now - keptMs)
    .where('state', '<>', 'WAITING')
    .execute();
  const reference = newChangeId();
  const id = randomBytes(16).toString('base64url');
  const expires = now + seconds * 1000;
  const requested: RequestedChange = { ...change, id, expiresAt: new Date(expires).toISOString() };
  const row: PendingRow = {
    id,
    change_id: reference,
    realm: target.realm,
    state: 'WAITING',
    actor: actorName(actor),
    actor_entry: entryColumn(actor.entry),
    key_hash: keyHash,
    requested_at: now,
    expires_at: expires,
    needs: needs.nothing,
  };
  await transaction.insertInto('pending_change').values(row).execute();
  const key = { realm: target.realm, change: reference, now };
  await append(transaction, key, { kind: 'request', request: requested, keyHash });
  if (proof !== null) await useProof(transaction, proof, reference);
  const at = new Date(now).toISOString();
  const pending: PendingChange = { ...requested, reference, at, state: 'WAITING', decision: null };
  await outbox.add(transaction, { events: [approvalEvent(pending)], about: target, at: now });
  return { kind: 'requested', pending, isReplayed: false };
}

/** Returns the answer to a request that repeats an earlier one; null to a new one. */
export async function repeatedRequest(
  db: Reading,
  { intent, idempotencyKey, now }: Omit<Repeatable, 'again'>,
): Promise<RepeatedRequest | null> {
  const pending = await earlierRequest(db, { intent, idempotencyKey, now });
  if (pending === null) return null;
  if (!isSameRequest(pending.intent, { intent, idempotencyKey })) return { kind: 'key conflict' };
  return { kind: 'requested', pending, isReplayed: true };
}

/**
 * Returns the change that the requester requested under a key within a day. Without a key, their
 * equal request that still waits: a program that has lost the answer must not make a second one.
 */
async function earlierRequest(
  db: Reading,
  { intent, idempotencyKey, now }: Omit<Repeatable, 'again'>,
): Promise<PendingChange | null> {
  const own = db
    .selectFrom('pending_change')
    .selectAll()
    .where(isOfActor(intent.actor))
    .orderBy('requested_at', 'desc');
  if (idempotencyKey === null) {
    const waiting = own
      .where('state', '=', 'WAITING')
      .where('expires_at', '>', now)
      // More of them cannot wait.
      .limit(mostWaiting);
    const pending = await pendingOf(db, await waiting.execute(), now);
    return pending.find((one) => one !== null && isDoubleClick(one.intent, intent)) ?? null;
  }
  const ofKey = own
    .where('key_hash', '=', keyHashOf(idempotencyKey))
    .where('requested_at', '>', now - dayMs)
    .limit(1);
  const found = await ofKey.execute();
  const [pending = null] = await pendingOf(db, found, now);
  return onlyChange(found.map(() => pending));
}

/** Whether teams hear of a change that waits; see `Approvals`. */
export async function isNews(db: Reading, id: string, now: number): Promise<boolean> {
  const pending = await findPending(db, id, now);
  if (pending?.state !== 'WAITING') return false;
  const withdrawn = await db
    .selectFrom('pending_change')
    .select('id')
    .where(isOfActor(pending.intent.actor))
    .where('requested_at', '>', now - dayMs)
    .where('state', '=', 'WITHDRAWN')
    .limit(mostWithdrawn)
    .execute();
  return withdrawn.length < mostWithdrawn;
}

/** Returns the limit that refuses one more request of an actor, or null. */
async function reachedLimit(
  db: Reading,
  actor: RecordedActor,
  now: number,
): Promise<Limited | null> {
  const rows = await db
    .selectFrom('pending_change')
    .select(['state', 'requested_at', 'expires_at'])
    .where(isOfActor(actor))
    .where('requested_at', '>', now - dayMs)
    .orderBy('requested_at', 'desc')
    .limit(mostADay)
    .execute();
  const oldest = rows.at(mostADay - 1);
  const rate = { most: mostADay, withinSeconds: dayMs / 1000 };
  const aDay = { limit: 'CHANGE_REQUESTS', whose: 'requests', rate } as const;
  if (oldest !== undefined) return limitedBy(aDay, { at: oldest.requested_at, now });
  const waiting = rows.filter(({ state, expires_at }) => state === 'WAITING' && now < expires_at);
  const first = waiting.at(-1);
  if (first === undefined || waiting.length < mostWaiting) return null;
  const rule = `waiting requests: ${mostWaiting}`;
  return limitedUntil({ limit: 'WAITING_CHANGE_REQUESTS', rule }, { until: first.expires_at, now });
}
