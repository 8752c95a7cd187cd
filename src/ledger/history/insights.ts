import { sql } from 'kysely';
import { roles } from '../../domain/people/caller.ts';
import { RecordedOutcome } from '../../domain/change/change-record.ts';
import { deviceKinds } from '../../domain/devices/device.ts';
import { errorCodes } from '../../domain/values/failure.ts';
import { dayMs, type Insights, type InsightsQuery } from '../../domain/change/insights.ts';
import { oneOf } from '../../domain/values/json.ts';
import { outcomeTraits } from '../../domain/change/outcome-traits.ts';
import { changeEffects } from '../../domain/policy/effects.ts';
import { isOpenReport } from '../security/reports.ts';
import type { Reading } from '../../store/tables/handles.ts';

/** The most actors and people. */
const most = 10;

interface CountRow {
  readonly part: 'request' | 'outcome' | 'refusal' | 'search' | 'report' | 'actor' | 'person';
  readonly day: number | null;
  readonly effect: string | null;
  readonly kinds: string | null;
  readonly name: string | null;
  readonly count: number;
}

const none = sql`cast(null as text)`;
const noDay = sql`cast(null as integer)`;
/** The outcomes of dry runs; the first version did not mark their outcomes. */
const previews = sql.join(
  Object.values(RecordedOutcome)
    .filter((outcome) => outcomeTraits[outcome].isPreview)
    .map((outcome) => sql.lit(outcome)),
);
const count = sql<number>`cast(count(*) as integer)`;

/**
 * Counts the changes of a realm in one statement. The conditions on kind and dry run are literals,
 * because the partial indexes require them; these indexes hold every column that is read, and the
 * groups by day in their order.
 */
export async function insights(db: Reading, { realm, sinceDay }: InsightsQuery): Promise<Insights> {
  const intents = sql`from ledger_record
    where kind = 'intent' and dry_run = 0 and realm = ${realm} and day >= ${sinceDay}`;
  const since = sinceDay * dayMs;
  const { rows } = await sql<CountRow>`
    select 'request' as part, day, effect, kinds, role as name, ${count} as count
      ${intents} group by day, effect, kinds, role
    union all select 'outcome', day, ${none}, ${none}, result, ${count} from ledger_record
      where kind = 'outcome' and dry_run = 0 and realm = ${realm} and day >= ${sinceDay}
        and result not in (${previews})
      group by day, result
    union all select 'refusal', ${noDay}, ${none}, ${none}, result, ${count} from ledger_record
      where kind = 'refusal' and realm = ${realm} and at >= ${since} group by result
    union all select 'search', ${noDay}, ${none}, ${none}, result, ${count} from ledger_record
      where kind = 'search' and realm = ${realm} and result = 'RATE_LIMITED' and at >= ${since}
      group by result
    union all select 'report', ${noDay}, ${none}, ${none}, cast(min(at) as text), ${count}
      from ledger_record as report where kind = 'report' and realm = ${realm} and ${isOpenReport}
    union all select * from (select 'actor' as part, ${noDay} as day, ${none} as effect,
        ${none} as kinds, actor as name, ${count} as count ${intents} and role != 'SELF'
      group by actor order by count(*) desc, actor limit ${sql.lit(most)}) as actors
    union all select * from (select 'person' as part, ${noDay} as day, ${none} as effect,
        ${none} as kinds, person as name, ${count} as count ${intents} and effect = 'reset'
      group by person having count(*) > 1
      order by count(*) desc, person limit ${sql.lit(most)}) as people`.execute(db);
  return { ...insightsOf(rows), registrations: await registrationsIn(db, { realm, sinceDay }) };
}

const [effectIn, roleIn, kindIn, outcomeIn, codeIn] = [
  oneOf(changeEffects),
  oneOf(roles),
  oneOf(deviceKinds),
  oneOf(Object.values(RecordedOutcome)),
  oneOf(errorCodes),
];

/** The condition on `seconds` makes both engines use the partial index. */
async function registrationsIn(
  db: Reading,
  { realm, sinceDay }: InsightsQuery,
): Promise<Insights['registrations']> {
  const found = db
    .selectFrom('ledger_record')
    .where('realm', '=', realm)
    .where('day', '>=', sinceDay)
    .where('seconds', 'is not', null);
  const row = await found.select(count.as('count')).executeTakeFirst();
  const number = row?.count ?? 0;
  if (number === 0) return { count: 0, medianSeconds: null };
  const median = await found
    .select('seconds')
    .orderBy('seconds')
    .offset(Math.floor((number - 1) / 2))
    .limit(1)
    .executeTakeFirst();
  return { count: number, medianSeconds: median?.seconds ?? null };
}

function insightsOf(rows: readonly CountRow[]): Omit<Insights, 'registrations'> {
  const partOf = (part: CountRow['part']) => rows.filter((row) => row.part === part);
  return {
    requests: partOf('request').map(({ day, effect, kinds, name, count: number }) => ({
      day: day ?? 0,
      effect: effectIn(effect),
      kinds: (kinds ?? '').split('|').flatMap((kind) => (kind === '' ? [] : kindIn(kind))),
      role: roleIn(name),
      count: number,
    })),
    outcomes: partOf('outcome').map(({ day, name, count: number }) => ({
      day: day ?? 0,
      outcome: outcomeIn(name),
      count: number,
    })),
    refusals: partOf('refusal').map(({ name, count: number }) => ({
      code: codeIn(name),
      count: number,
    })),
    limitedSearches: partOf('search').reduce((sum, row) => sum + row.count, 0),
    openReports: openReportsIn(partOf('report')),
    actors: partOf('actor').map(({ name, count: number }) => ({ ...actorIn(name), count: number })),
    people: partOf('person').map(({ name, count: number }) => ({ id: name ?? '', count: number })),
  };
}

/** Without an open report the row has no time. */
function openReportsIn(rows: readonly CountRow[]): Insights['openReports'] {
  const [row] = rows;
  const oldest = row?.name ?? null;
  return {
    count: row?.count ?? 0,
    oldestAt: oldest === null ? null : new Date(Number(oldest)).toISOString(),
  };
}

/** The reverse of `actorName`: names of realms contain no slash. */
function actorIn(name: string | null): { readonly id: string; readonly realm: string | null } {
  const text = name ?? '';
  const slash = text.indexOf('/');
  return { id: text.slice(slash + 1), realm: slash > 0 ? text.slice(0, slash) : null };
}
