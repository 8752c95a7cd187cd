import { isSamePerson, maySendAgain, type Intent } from '../../domain/change/change-record.ts';
import type { NotPermitted } from '../../domain/ledger-ports/ledger.ts';
import type { HistoryQuery } from '../../domain/ledger-ports/ledger-history.ts';
import { isUnclear } from '../../domain/change/outcome-traits.ts';
import { canonicalJson, sha256 } from '../../store/records/canonical-json.ts';
import { changeOf, changesOf, onlyChange, readable } from './changes.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { isOfActor, isOfPerson } from '../../store/records/who.ts';

/** How long a key is valid, and within what time a request without a key is a double click. */
const keyMs = 24 * 60 * 60 * 1000;
const doubleClickMs = 5_000;

/** The time of a double click. After the clock was set back, an old change seems to be newer. */
export function doubleClickAt(now: number): { readonly from: number; readonly until: number } {
  return { from: now - doubleClickMs, until: now + doubleClickMs };
}

/** A request that may repeat an earlier change. */
export interface Repeatable {
  readonly intent: Intent;
  readonly idempotencyKey: string | null;
  /** The `UNKNOWN` change to send again; null for a new change. */
  readonly again: string | null;
  readonly now: number;
}

/** The hash under which a client's key is recorded. */
export function keyHashOf(idempotencyKey: string | null): string | null {
  return idempotencyKey === null ? null : sha256(idempotencyKey);
}

/**
 * Finds the earlier change that answers a request. Without one, the change is new, or an
 * `UNKNOWN` one that is sent again. Dry runs answer nothing: each reads the devices again.
 */
export async function findRepeat(
  db: Reading,
  request: Repeatable,
): Promise<NotPermitted | { readonly kind: 'new'; readonly again: string | null }> {
  const change = onlyChange(await changesOf(db, await earlierOf(db, request)));
  if (change === null) return { kind: 'new', again: null };
  if (!isSameRequest(change.intent, request)) return { kind: 'key conflict' };
  const { id, at, outcome } = change;
  if (outcome === null) return { kind: 'in progress', id, at, ageMs: request.now - Date.parse(at) };
  // Limits count a repeat, except of an `UNKNOWN` change.
  if (maySendAgain(outcome) && request.again === id)
    return { kind: 'new', again: isUnclear(outcome.outcome) ? id : null };
  return { kind: 'replay', change, outcome };
}

/**
 * Returns the newest change under the key. Without a key, the last change of the person if a double
 * click repeats it: after another one, the same request is a new change. Dry runs are left out: an
 * earlier version recorded their keys.
 */
async function earlierOf(db: Reading, request: Repeatable): Promise<RecordRow[]> {
  const rows = await rowsBefore(db, request);
  const earlier = rows.map((row) => ({ row, intent: readable(() => changeOf(row).intent) }));
  const last = earlier.find(({ intent }) => intent?.dryRun !== true);
  if (last === undefined) return [];
  // What has the key, has the key.
  const isRepeated = request.idempotencyKey !== null || isDoubleClick(last.intent, request.intent);
  return isRepeated ? [last.row] : [];
}

/** What a newer version does is no double click of this one. */
export function isDoubleClick(last: Intent | null, intent: Intent): boolean {
  return last !== null && isSamePerson(last.actor, intent.actor) && isSameEffect(last, intent);
}

async function rowsBefore(
  db: Reading,
  { intent, idempotencyKey, now }: Repeatable,
): Promise<RecordRow[]> {
  if (idempotencyKey !== null) return newestOfKey(db, { actor: intent.actor, idempotencyKey, now });
  // A double click sends the same twice, and not first a change and then its dry run.
  if (intent.dryRun) return [];
  const { from, until } = doubleClickAt(now);
  return changes(db)
    .where(isOfPerson(intent.target))
    .where('at', '>', from)
    .where('at', '<', until)
    .execute();
}

type Actor = NonNullable<HistoryQuery['actor']>;

/** Returns the newest change that the actor made under a key, or none. */
export function newestOfKey(
  db: Reading,
  {
    actor,
    idempotencyKey,
    now,
  }: { readonly actor: Actor; readonly idempotencyKey: string; readonly now: number },
): Promise<RecordRow[]> {
  return changesOfActor(db, actor)
    .where('key_hash', '=', keyHashOf(idempotencyKey))
    .where('at', '>', now - keyMs)
    .limit(1)
    .execute();
}

function changesOfActor(db: Reading, actor: Actor) {
  return changes(db).where(isOfActor(actor));
}

/** Newest first. */
function changes(db: Reading) {
  return db
    .selectFrom('ledger_record')
    .selectAll()
    .where('kind', '=', 'intent')
    .orderBy('at', 'desc')
    .orderBy('number', 'desc');
}

/** With a key every argument must be equal; for a double click, what the change does. */
export function isSameRequest(
  earlier: Intent,
  { intent, idempotencyKey }: Pick<Repeatable, 'intent' | 'idempotencyKey'>,
): boolean {
  if (idempotencyKey === null) return true;
  return isSameEffect(earlier, intent) && groundsOf(earlier) === groundsOf(intent);
}

/** Whether two changes do the same to the same person, or a dry run tries out the other one. */
function isSameEffect(one: Intent, other: Intent): boolean {
  return isSamePerson(one.target, other.target) && effectOf(one) === effectOf(other);
}

function effectOf({ effect, kinds, options }: Intent): string {
  return canonicalJson({ effect, kinds: [...kinds].sort(), options });
}

function groundsOf({ reason, ticket, verification }: Intent): string {
  return canonicalJson({
    reason: reason === '' ? null : reason,
    ticket: ticket === '' ? null : ticket,
    verification,
  });
}
