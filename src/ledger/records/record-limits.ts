import type { Reading } from '../../store/tables/handles.ts';
import type { RecordKind } from '../../store/tables/tables.ts';
import { isOfActor, type ActorNames } from '../../store/records/who.ts';
import { limitedBy, type Limited, type Rate } from '../../domain/values/limit.ts';

/** A maximum number of records of one actor within a time. */
export interface ActorLimit extends Rate {
  readonly by: 'actor';
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
  const rule = { limit: 'THREAT_LEVELS', whose: kind, rate: limit } as const;
  return filling === undefined ? null : limitedBy(rule, { at: filling.at, now });
}
