import { sql } from 'kysely';
import { roleTraits } from '../../domain/people/caller.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import type { LimitedChange, LimitRule, ReachedLimit } from '../../domain/ledger-ports/ledger.ts';
import { hasEffect } from '../records/changes.ts';
import { countedChangesOf } from '../records/counted-changes.ts';
import type { Reading } from '../../store/tables/handles.ts';
import { isOfActor, isOfSignInLike } from '../../store/records/who.ts';

/** The kinds of device that each limit counts apart; null counts changes of whatever kind. */
const countedKinds: Readonly<
  Record<LimitRule['per'], (change: LimitedChange) => readonly (DeviceKind | null)[]>
> = {
  actor: () => [null],
  'dry runs of actor': () => [null],
  // A session has no client.
  client: ({ actor }) => (actor.clientId === null ? [] : [null]),
  // A change without kinds, which ends sessions, counts for the person as a whole.
  'person and kind': ({ kinds }) => (kinds.length === 0 ? [null] : kinds),
};

/**
 * Returns the limits that one more change would exceed. A dry run meets those of the change, which
 * do not count it, and its own.
 */
export async function reachedLimits(
  db: Reading,
  change: LimitedChange,
  { limits, now }: { readonly limits: readonly LimitRule[]; readonly now: number },
): Promise<ReachedLimit[]> {
  const reached: ReachedLimit[] = [];
  for (const rule of limits) {
    if (rule.per === 'dry runs of actor' && !change.dryRun) continue;
    const since = now - rule.withinSeconds * 1000;
    for (const kind of countedKinds[rule.per](change)) {
      const time = await nthNewest(db, change, { ...rule, since, kind });
      if (time === undefined) continue;
      reached.push({ rule, kind, until: time + rule.withinSeconds * 1000 });
    }
  }
  return reached;
}

/** Which changes count: those of the actor or of the person, of one kind or of any (null). */
interface Counting extends Pick<LimitRule, 'per' | 'most'> {
  readonly since: number;
  readonly kind: DeviceKind | null;
}

/** Returns the time of the oldest change that fills a limit; undefined if it is not reached. */
async function nthNewest(
  db: Reading,
  change: LimitedChange,
  { per, most, since, kind }: Counting,
): Promise<number | undefined> {
  const filling =
    per === 'dry runs of actor'
      ? db
          .selectFrom('ledger_record')
          .select(['realm', 'number', 'at'])
          .where('kind', '=', 'intent')
          .where(isOfActor(change.actor))
          .where('at', '>', since)
          .where('dry_run', '=', 1)
          .where(isOfSignInLike(change.actor))
      : countedChanges(db, change, { per, since, kind });
  const row = await db
    .selectFrom(filling.as('counted'))
    .select('counted.at')
    .orderBy('counted.at', 'desc')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}

/** In no order. */
function countedChanges(
  db: Reading,
  change: LimitedChange,
  { per, since, kind }: Pick<Counting, 'per' | 'since' | 'kind'>,
) {
  const isSelf = Number(roleTraits[change.actor.role].isSelf);
  const isOfEffect = sql<boolean>`effect = ${change.effect} and own = ${isSelf}`;
  if (per === 'actor' || per === 'client') {
    // Every attempt counts, whatever its outcome: this limit slows down a caller who tries.
    const { actor } = change;
    const own = per === 'actor' ? isOfActor(actor) : sql<boolean>`client = ${actor.clientId}`;
    return db
      .selectFrom('ledger_record')
      .select(['realm', 'number', 'at'])
      .where('kind', '=', 'intent')
      .where('counted', '=', 1)
      .where(isOfEffect)
      .where('at', '>', since)
      .where(own)
      .where(isOfSignInLike(actor));
  }
  const isOfKind = sql<boolean>`kinds like ${`%|${kind ?? ''}|%`}`;
  // A change that changed nothing does not count: this limit protects the person.
  const where = [isOfEffect, ...(kind === null ? [] : [isOfKind]), hasEffect(kind)];
  return countedChangesOf(db, change.target, { since, where });
}
