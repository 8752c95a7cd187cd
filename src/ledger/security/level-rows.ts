import { sql } from 'kysely';
import { longestLevelDays, type ThreatState } from '../../domain/threat/threat-level.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { readable } from '../records/changes.ts';

/** A level as it was read. */
export interface ReadLevel extends ThreatState {
  /** Whether it stands for one that this version cannot read. */
  readonly isUnreadable: boolean;
}

export type LevelRow = Pick<RecordRow, (typeof levelColumns)[number]>;

export const levelColumns = ['realm', 'change_id', 'at', 'body'] as const;

/** The realms that ever had a level. Each is one step in the index of levels. */
const realmsWithLevels = sql<{ readonly realm: string }>`(
  with recursive realms (realm) as (
    select min(realm) from ledger_record where kind = 'threat'
    union all
    select (select min(realm) from ledger_record where kind = 'threat' and realm > realms.realm)
    from realms where realms.realm is not null
  ) select realm from realms where realm is not null)`;

/** Returns the newest level of each realm that ever had one. */
export async function newestLevels(db: Reading): Promise<readonly ReadLevel[]> {
  const rows = await db
    .selectFrom(realmsWithLevels.as('of'))
    .innerJoin('ledger_record as record', (on) =>
      on.onRef('record.realm', '=', 'of.realm').on('record.number', '=', ({ selectFrom }) =>
        selectFrom('ledger_record as newest')
          .select(({ fn }) => fn.max('newest.number').as('number'))
          .whereRef('newest.realm', '=', 'of.realm')
          .where('newest.kind', '=', sql.lit<'threat'>('threat')),
      ),
    )
    .select(['record.realm', 'record.change_id', 'record.at', 'record.body'])
    .execute();
  return rows.map(stateIn);
}

/**
 * Returns the level of a record. One that cannot be read counts as the strictest level of the
 * command line for as long as a level lasts at most: it must neither open its realm nor stop the
 * others.
 */
export function stateIn({ realm, change_id: reference, at, body: text }: LevelRow): ReadLevel {
  const since = new Date(at).toISOString();
  const body = readable(() => bodyOf({ body: text }));
  if (body?.kind === 'threat') {
    const { level, until, reason, actor } = body.threat;
    return { realm, level, until, reason, actor, since: body.at, reference, isUnreadable: false };
  }
  const until = new Date(at + longestLevelDays * 86_400_000).toISOString();
  const reason =
    'The record of the threat level cannot be read. Set the level on the command line.';
  const level = { level: 'FROZEN', until, reason, actor: null } as const;
  return { realm, ...level, since, reference, isUnreadable: true };
}
