import type { Reading } from '../../store/tables/handles.ts';
import { recordSchemas } from '../../store/kinds/record-kinds.ts';
import type { ActorNames } from '../../domain/change/change-record.ts';
import { isOfActor } from '../../store/records/who.ts';
import { limitedBy, type Limited } from '../../domain/values/limit.ts';

/** Returns the limit that one more record of an actor would exceed; null if none would. */
export async function reachedRecordLimit(
  db: Reading,
  kind: 'threat',
  { actor, now }: { readonly actor: ActorNames; readonly now: number },
): Promise<Limited | null> {
  const { limit } = recordSchemas[kind];
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
