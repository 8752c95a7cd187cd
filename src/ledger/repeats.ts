import type { Intent } from '../domain/change-record.ts';
import type { Begun } from '../domain/ledger.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { changeWithOutcome } from './changes.ts';
import { actorKey, bodyOf } from './record.ts';
import type { Writing } from './store.ts';
import type { RecordRow } from './tables.ts';

/** How long a key is known, and within what time a second request without a key is a double click. */
const keyMs = 24 * 60 * 60 * 1000;
const doubleClickMs = 5_000;

/** What is asked again, or not. */
export interface Repeatable {
  readonly intent: Intent;
  readonly idempotencyKey: string | null;
  /** The change with an unclear outcome that is to be sent once more. */
  readonly again: string | null;
  readonly now: number;
}

/** The hash under which a client's key is recorded. */
export function keyHashOf(idempotencyKey: string | null): string | null {
  return idempotencyKey === null ? null : sha256(idempotencyKey);
}

/** A request that is to be decided: a new change, or an unclear one that is sent once more. */
export interface Undecided {
  readonly kind: 'new';
  readonly again: string | null;
}

/** Finds the earlier change that a request repeats, and returns its answer where it has one. */
export async function findRepeat(
  transaction: Writing,
  request: Repeatable,
): Promise<Begun | Undecided> {
  const earlier = await earlierOf(transaction, request);
  if (earlier === undefined) return { kind: 'new', again: null };
  if (!isSameRequest(intentOf(earlier), request)) return { kind: 'key conflict' };
  const change = await changeWithOutcome(transaction, earlier);
  const { id, at, outcome } = change;
  if (outcome === null) return { kind: 'in progress', id, at };
  if (outcome.outcome === 'UNKNOWN' && request.again === id) return { kind: 'new', again: id };
  return { kind: 'replay', change, outcome };
}

/** The newest change under the same key, or without a key the one that a double click would repeat. */
async function earlierOf(
  transaction: Writing,
  { intent, idempotencyKey, now }: Repeatable,
): Promise<RecordRow | undefined> {
  const ofActor = transaction
    .selectFrom('ledger_record')
    .selectAll()
    .where('kind', '=', 'intent')
    .where('actor', '=', actorKey(intent.actor))
    .orderBy('number', 'desc');
  const keyHash = keyHashOf(idempotencyKey);
  if (keyHash !== null) {
    return ofActor
      .where('key_hash', '=', keyHash)
      .where('at', '>', now - keyMs)
      .limit(1)
      .executeTakeFirst();
  }
  const { realm, id: person } = intent.target;
  // Not before and not after: where the time of day was set back, what seems to come later is old.
  const recent = await ofActor
    .where('realm', '=', realm)
    .where('person', '=', person)
    .where('at', '>', now - doubleClickMs)
    .where('at', '<', now + doubleClickMs)
    .execute();
  return recent.find((row) => actOf(intentOf(row)) === actOf(intent));
}

/** With a key every argument counts; a double click is known by what it does. */
function isSameRequest(earlier: Intent, { intent, idempotencyKey }: Repeatable): boolean {
  if (idempotencyKey === null) return true;
  return actOf(earlier) === actOf(intent) && groundsOf(earlier) === groundsOf(intent);
}

/** What a change does, to whom. */
function actOf({ target, effect, kinds, options, dryRun }: Intent): string {
  const { realm, id } = target;
  return canonicalJson({ realm, id, effect, kinds: [...kinds].sort(), options, dryRun });
}

/** Why it is done. */
function groundsOf({ reason, ticket, verification }: Intent): string {
  return canonicalJson({ reason, ticket, verification });
}

function intentOf(row: RecordRow): Intent {
  const body = bodyOf(row);
  if (body.kind === 'intent') return body.intent;
  throw new Error(`record ${row.number} of ${row.realm} is no intent`);
}
