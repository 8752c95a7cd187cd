import { sql } from 'kysely';
import { roles } from '../../domain/people/caller.ts';
import { RecordedOutcome } from '../../domain/change/change-record.ts';
import { deviceKinds } from '../../domain/devices/device.ts';
import { errorCodes } from '../../domain/values/failure.ts';
import { dayMs, type Insights, type InsightsQuery } from '../../domain/change/insights.ts';
import { outcomeTraits } from '../../domain/change/outcome-traits.ts';
import { changeEffects } from '../../domain/policy/effects.ts';
import { isOpenReport } from '../security/reports.ts';
import type { ReadingInParts } from '../../store/precedence.ts';
import type { Reading } from '../../store/tables/handles.ts';

/** The most actors and people. */
const most = 10;

interface CountRow {
  readonly part:
    'request' | 'outcome' | 'settled' | 'actor' | 'person' | 'refusal' | 'search' | 'report';
  readonly day: number | null;
  readonly effect: string | null;
  readonly kinds: string | null;
  readonly name: string | null;
  readonly count: number;
}

/** The days from the first to the last, both included. */
interface Slice {
  readonly realm: string;
  readonly first: number;
  readonly last: number;
  /** Whether these are all days, so that the greatest counts of names are enough. */
  readonly isAll: boolean;
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
 * Counts the changes of a realm, some days with each statement. On SQLite all requests wait for a
 * statement; on PostgreSQL one statement returns fewer rows than several (record 114).
 */
export async function insights(
  { db, giveWay }: ReadingInParts,
  query: InsightsQuery,
  { daysOfSlice }: { readonly daysOfSlice: number },
): Promise<Insights> {
  const { realm, sinceDay, days } = query;
  const end = sinceDay + days;
  const rows = await countsOfRealm(db, query);
  const [actors, people] = [new Map<string, number>(), new Map<string, number>()];
  for (let first = sinceDay; first < end; first += daysOfSlice) {
    await giveWay();
    const last = Math.min(first + daysOfSlice, end) - 1;
    for (const row of await countsOfSlice(db, { realm, first, last, isAll: days <= daysOfSlice })) {
      if (row.part === 'actor') addUp(actors, row);
      else if (row.part === 'person') addUp(people, row);
      else rows.push(row);
    }
  }
  return {
    ...insightsOf(rows),
    actors: greatest(actors).map(([name, number]) => ({ ...actorIn(name), count: number })),
    people: greatest(people, 2).map(([id, number]) => ({ id, count: number })),
  };
}

/**
 * The conditions on kind and dry run are literals, because the partial indexes require them; these
 * indexes hold every column that is read, and the groups by day in their order.
 */
async function countsOfSlice(
  db: Reading,
  { realm, first, last, isAll }: Slice,
): Promise<CountRow[]> {
  const greatestOf = (name: string) =>
    isAll ? sql`order by count(*) desc, ${sql.ref(name)} limit ${sql.lit(most)}` : sql``;
  const ofKind = (kind: string) => sql`from ledger_record
    where kind = ${sql.lit(kind)} and dry_run = 0 and realm = ${realm}
      and day between ${first} and ${last}`;
  const { rows } = await sql<CountRow>`
    select 'request' as part, day, effect, kinds, role as name, ${count} as count
      ${ofKind('intent')} group by day, effect, kinds, role
    union all select 'outcome', day, ${none}, ${none}, result, ${count}
      ${ofKind('outcome')} and result not in (${previews}) group by day, result
    union all select * from (select 'actor' as part, ${noDay} as day, ${none} as effect,
        ${none} as kinds, actor as name, ${count} as count ${ofKind('intent')} and role != 'SELF'
      group by actor ${greatestOf('actor')}) as actors
    union all select * from (select 'person' as part, ${noDay} as day, ${none} as effect,
        ${none} as kinds, person as name, ${count} as count ${ofKind('intent')} and effect = 'reset'
      group by person ${greatestOf('person')}) as people`.execute(db);
  return rows;
}

/** What is not counted by day, and the changes that were settled, by the day of their outcome. */
async function countsOfRealm(db: Reading, query: InsightsQuery): Promise<CountRow[]> {
  const { realm, sinceDay, days } = query;
  const since = sinceDay * dayMs;
  const { rows } = await sql<CountRow>`
    select 'refusal' as part, ${noDay} as day, ${none} as effect, ${none} as kinds, result as name,
        ${count} as count from ledger_record
      where kind = 'refusal' and realm = ${realm} and at >= ${since} group by result
    union all select 'settled', ended.day, ended.result, ${none}, later.result, ${count}
      from ledger_record as later join ledger_record as ended
        on ended.change_id = later.change_id and ended.kind = 'outcome'
      where later.kind = 'settlement' and later.realm = ${realm} and later.at >= ${since}
        and ended.day between ${sinceDay} and ${sinceDay + days - 1}
      group by ended.day, ended.result, later.result
    union all select 'search', ${noDay}, ${none}, ${none}, result, ${count} from ledger_record
      where kind = 'search' and realm = ${realm} and result = 'RATE_LIMITED' and at >= ${since}
      group by result
    union all select 'report', ${noDay}, ${none}, ${none}, cast(min(at) as text), ${count}
      from ledger_record as report
      where kind = 'report' and realm = ${realm} and ${isOpenReport}`.execute(db);
  return rows;
}

function addUp(counts: Map<string, number>, { name, count: number }: CountRow): void {
  if (name !== null) counts.set(name, (counts.get(name) ?? 0) + number);
}

/** The greatest counts of at least `least`, equal ones by name. Most people have a count of one. */
function greatest(counts: ReadonlyMap<string, number>, least = 1): [name: string, count: number][] {
  return [...counts]
    .filter(([, number]) => number >= least)
    .toSorted(([name, one], [otherName, other]) => other - one || (name < otherName ? -1 : 1))
    .slice(0, most);
}

/** A value of this version in a list: none for one that only a newer version knows. */
const knownIn =
  <T extends string>(values: readonly T[]) =>
  (name: string | null): readonly T[] =>
    values.filter((value) => value === name);

const effectsIn = knownIn(changeEffects);
const rolesIn = knownIn(roles);
const kindsIn = knownIn(deviceKinds);
const outcomesIn = knownIn(Object.values(RecordedOutcome));
const codesIn = knownIn(errorCodes);

/** What only a newer version knows is left out: counts must not fail by one record (R40). */
function insightsOf(rows: readonly CountRow[]): Omit<Insights, 'actors' | 'people'> {
  const partOf = (part: CountRow['part']) => rows.filter((row) => row.part === part);
  return {
    requests: partOf('request').flatMap(({ day, effect, kinds, name, count: number }) =>
      effectsIn(effect).flatMap((known) =>
        rolesIn(name).map((role) => ({
          day: day ?? 0,
          effect: known,
          kinds: (kinds ?? '').split('|').flatMap(kindsIn),
          role,
          count: number,
        })),
      ),
    ),
    outcomes: outcomesOf(partOf('outcome'), partOf('settled')),
    refusals: partOf('refusal').flatMap(({ name, count: number }) =>
      codesIn(name).map((code) => ({ code, count: number })),
    ),
    limitedSearches: partOf('search').reduce((sum, row) => sum + row.count, 0),
    openReports: openReportsIn(partOf('report')),
  };
}

/** Counts a settled change by its outcome as it is now, on the day of its first one. */
function outcomesOf(ended: readonly CountRow[], settled: readonly CountRow[]) {
  const changes = [
    ...ended.map((row) => ({ ...row, outcome: row.name })),
    ...settled.map((row) => ({ ...row, outcome: row.effect, count: -row.count })),
    ...settled.map((row) => ({ ...row, outcome: row.name })),
  ];
  const groups = Map.groupBy(changes, (row) => `${row.day ?? 0} ${row.outcome ?? ''}`);
  return [...groups.values()].flatMap((rows) => {
    const sum = rows.reduce((total, row) => total + row.count, 0);
    const known = outcomesIn(rows[0]?.outcome ?? null);
    return sum === 0
      ? []
      : known.map((outcome) => ({ day: rows[0]?.day ?? 0, outcome, count: sum }));
  });
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
function actorIn(name: string): { readonly id: string; readonly realm: string | null } {
  const slash = name.indexOf('/');
  return { id: name.slice(slash + 1), realm: slash > 0 ? name.slice(0, slash) : null };
}
