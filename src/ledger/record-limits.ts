import type { Reading } from './store.ts';
import type { RecordKind } from './tables.ts';
import { isOfActor, type ActorNames } from './who.ts';

/** A maximum number of records of one actor within a time. */
export interface ActorLimit {
  readonly by: 'actor';
  readonly most: number;
  readonly withinSeconds: number;
}

/**
 * What bounds how many records of a kind there are:
 *
 * - `actor`: a maximum for each actor, of the gateway itself;
 * - `options`: a maximum for each actor, which an option sets;
 * - `record`: there is at most one for each record of another kind;
 * - `operator`: only a command on the ledger's machine writes it.
 */
export type RecordLimit =
  | ActorLimit
  | { readonly by: 'options' }
  | { readonly by: 'record'; readonly of: RecordKind }
  | { readonly by: 'operator' };

/**
 * The limit of every kind of record (security F14). A kind without one does not compile, and the
 * test of floods takes its kinds from here.
 */
export const recordLimits = {
  intent: { by: 'options' },
  outcome: { by: 'record', of: 'intent' },
  registration: { by: 'record', of: 'intent' },
  /** Recorded refusals; further ones are counted. */
  refusal: { by: 'actor', most: 20, withinSeconds: 600 },
  search: { by: 'options' },
  report: { by: 'options' },
  taking: { by: 'record', of: 'report' },
  /** Starts; each may have an end. */
  proof: { by: 'actor', most: 30, withinSeconds: 600 },
  /** Steps of people that start or continue work; a step that stops work follows one of them. */
  campaign: { by: 'actor', most: 20, withinSeconds: 3_600 },
  threat: { by: 'actor', most: 10, withinSeconds: 3_600 },
  request: { by: 'actor', most: 100, withinSeconds: 86_400 },
  decision: { by: 'record', of: 'request' },
  checkpoint: { by: 'operator' },
} as const satisfies Readonly<Record<RecordKind, RecordLimit>>;

/** A reached limit, and when it permits the next record. */
export interface Limited {
  readonly kind: 'limited';
  readonly rule: string;
  readonly retryAfterSeconds: number;
}

/** Returns the limit that one more record of an actor would exceed; null if none would. */
export async function reachedRecordLimit(
  db: Reading,
  kind: 'threat',
  { actor, now }: { readonly actor: ActorNames; readonly now: number },
): Promise<Limited | null> {
  const limit = recordLimits[kind];
  const filling = await db
    .selectFrom('ledger_record')
    .select('at')
    .where(isOfActor(actor))
    .where('kind', '=', kind)
    .where('at', '>', now - limit.withinSeconds * 1_000)
    .orderBy('at', 'desc')
    .offset(limit.most - 1)
    .limit(1)
    .executeTakeFirst();
  return filling === undefined ? null : limitedUntil(kind, limit, filling.at - now);
}

/** `ageMs` is the time of the oldest record that fills the limit, from now: negative. */
export function limitedUntil(kind: string, limit: ActorLimit, ageMs: number): Limited {
  const { most, withinSeconds } = limit;
  const retryAfterSeconds = Math.max(1, Math.ceil(ageMs / 1_000 + withinSeconds));
  return { kind: 'limited', rule: `${kind}: ${most} in ${withinSeconds} s`, retryAfterSeconds };
}
