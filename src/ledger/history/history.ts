import { sql, SqliteAdapter, type RawBuilder, type SqlBool } from 'kysely';
import type {
  ActivityQuery,
  HistoryPage,
  HistoryQuery,
} from '../../domain/ledger-ports/ledger-history.ts';
import {
  isUnclear,
  outcomeTraits,
  type RecordedOutcome,
} from '../../domain/change/outcome-traits.ts';
import { changeIdIn } from '../../store/records/chain.ts';
import { invalidCursor, readCursor, type ListPosition } from '../records/cursor.ts';
import { settlementOf } from '../records/changes.ts';
import { pageOf } from './history-page.ts';
import { isReportIn } from '../security/reports.ts';
import type { ReadingInParts } from '../../store/precedence.ts';
import type { Reading } from '../../store/tables/handles.ts';
import { actorName, entryColumn } from '../../store/records/who.ts';

/** Returns a page of changes of a realm, newest first; changes of one moment by record number. */
export async function history(reading: ReadingInParts, query: HistoryQuery): Promise<HistoryPage> {
  const { target, after } = query;
  if (after !== undefined) readCursor(after);
  if (isEmpty(query)) return { changes: [], unreadable: [], end: null, hasMore: false };
  if (target?.through !== undefined)
    return throughRealms(reading, query, { id: target.id, through: target.through });
  return pageOf(reading, await pageRows(reading.db, query).execute(), query.first);
}

/** Whether no change can match: a dry run is never done, and another change never would be. */
function isEmpty({ dryRun, outcome }: HistoryQuery): boolean {
  if (outcome === undefined || dryRun === undefined) return false;
  const { effect, isPreview } = outcomeTraits[outcome];
  return dryRun ? effect === 'all' : isPreview;
}

function pageRows(db: Reading, query: HistoryQuery) {
  if (query.report !== undefined) return ofLater(db, query, 'report');
  return query.outcome === undefined ? requests(db, query) : ofLater(db, query, 'outcome');
}

/** Returns a page of an actor's changes in several realms: newest first, then by realm. */
export function activity(
  reading: ReadingInParts,
  { actor, realms, ...page }: ActivityQuery,
): Promise<HistoryPage> {
  const at = sql.ref<number>('at');
  const isThere = sql`kind = 'intent' and ${realmWithoutIndex(reading.db)} in (${sql.join(realms)})`;
  const isOfName = sql`actor = ${actorName(actor)} and ${isThere}`;
  const entry = entryColumn(actor.entry);
  if (entry === null) return pageOfSeveral(reading, { ...page, at }, [isOfName]);
  return pageOfSeveral(reading, { ...page, at }, [
    sql`actor_entry = ${entry} and ${isThere}`,
    sql`${isOfName} and coalesce(actor_entry, '') != ${entry}`,
  ]);
}

/** Returns a page of a person's changes through several realms: newest first, then by realm. */
function throughRealms(
  reading: ReadingInParts,
  query: HistoryQuery,
  { id, through: { entry, realms } }: Required<NonNullable<HistoryQuery['target']>>,
): Promise<HistoryPage> {
  const { realm, refused } = query;
  const [from, to] = boundsOf(query);
  const at = sql.ref<number>('at');
  const kinds = refused === undefined ? ['intent', 'refusal'] : [refused ? 'refusal' : 'intent'];
  const isInTime = sql`kind in (${sql.join(kinds)}) and ${at} between ${from} and ${to}`;
  const isOfName = sql`realm = ${realm} and person = ${id}`;
  const isThere =
    realms === undefined
      ? sql`1 = 1`
      : sql`${realmWithoutIndex(reading.db)} in (${sql.join(realms)})`;
  return pageOfSeveral(reading, { ...query, at }, [
    sql`${isOfName} and ${isInTime}`,
    sql`person_entry = ${entryColumn(entry)} and not (${isOfName}) and ${isInTime}
      and ${isThere}`,
  ]);
}

/** One query for each condition, since an index serves one of them: `or` would sort all records. */
async function pageOfSeveral(
  reading: ReadingInParts,
  { first, after, at }: Pick<HistoryQuery, 'first' | 'after'> & { readonly at: RawBuilder<number> },
  conditions: readonly RawBuilder<unknown>[],
): Promise<HistoryPage> {
  const start = after === undefined ? null : readCursor(after);
  if (start !== null && start.realm === undefined) throw invalidCursor();
  const isAfter = sql<boolean>`(${at}, realm, number) < (${start?.at}, ${start?.realm}, ${start?.number})`;
  const { db } = reading;
  const parts = conditions.map((condition) =>
    db
      .selectFrom(
        db
          .selectFrom('ledger_record')
          .select(['at', 'realm', 'number', 'change_id', 'body'])
          .where(sql<boolean>`${condition}`)
          .$if(start !== null, (all) => all.where(isAfter))
          .orderBy(at, 'desc')
          .orderBy('realm', 'desc')
          .orderBy('number', 'desc')
          .limit(first + 1)
          .as('part'),
      )
      .selectAll(),
  );
  const all = parts.reduce((one, other) => one.unionAll(other));
  const rows = await all
    .orderBy('at', 'desc')
    .orderBy('realm', 'desc')
    .orderBy('number', 'desc')
    .limit(first + 1)
    .execute();
  return pageOf(reading, rows, first);
}

/**
 * The realm in a query by actor, or by the outcome of few changes. With a plain column SQLite would
 * scan the whole realm by time or by outcome; with an expression PostgreSQL would expect few rows,
 * and sort all records of the actor.
 */
function realmWithoutIndex(db: Reading, table?: 'later'): RawBuilder<string> {
  const realm = sql.ref<string>(table === undefined ? 'realm' : `${table}.realm`);
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  return isSqlite ? sql<string>`${realm} || ''` : realm;
}

/**
 * The intents and refusals of a page, and one more. The partial indexes require the literal kind,
 * and for dry runs `own`, which all of them have. Of other records none has a person or a ticket;
 * a query for few changes does not say so, because SQLite would use the index on times.
 */
function requests(db: Reading, query: HistoryQuery) {
  const { realm, target, actor, refused, first } = query;
  const [from, to, after] = boundsOf(query);
  const isByActor = target === undefined && actor !== undefined;
  const isByDryRun = query.dryRun !== undefined && !isOfFew(query) && !isByActor;
  const at = sql.ref<number>('at');
  return db
    .selectFrom('ledger_record as intent')
    .select(['at', 'number', 'change_id', 'body'])
    .where(isByActor ? realmWithoutIndex(db) : sql.ref<string>('realm'), '=', realm)
    .$if(!isOfFew(query), (all) => all.where(isByDryRun ? 'own' : 'person', 'is not', null))
    .$if(query.id !== undefined, (all) => all.where('kind', 'in', ['intent', 'refusal']))
    .$if(refused !== undefined, (all) =>
      all.where('kind', '=', refused === true ? sql.lit('refusal') : sql.lit('intent')),
    )
    .where(isMeant(query))
    .where(at, '>=', from)
    .where(at, '<=', to)
    .$if(after !== null, (all) =>
      all.where(({ or, eb }) =>
        or([eb('at', '<', after?.at ?? 0), eb('number', '<', after?.number ?? 0)]),
      ),
    )
    .orderBy(at, 'desc')
    .orderBy('number', 'desc')
    .limit(first + 1);
}

/**
 * The intents of changes with one outcome, or with a report in one state, in the order of the
 * outcomes or reports. The kind is a literal, because the partial index on reports requires it.
 */
function ofLater(db: Reading, query: HistoryQuery, kind: 'outcome' | 'report') {
  const { realm, outcome, report, first } = query;
  const [from, to, after] = boundsOf(query);
  const at = sql.ref<number>('later.at');
  return db
    .selectFrom('ledger_record as later')
    .innerJoin('ledger_record as intent', (join) =>
      join
        .onRef('intent.change_id', '=', 'later.change_id')
        .on('intent.kind', '=', sql.lit('intent'))
        .on('intent.realm', '=', realm),
    )
    .select(['later.at', 'later.number', 'intent.change_id', 'intent.body'])
    .where(isOfFew(query) ? realmWithoutIndex(db, 'later') : sql.ref('later.realm'), '=', realm)
    .$if(kind === 'outcome', (all) => all.where(hasOutcomeNow(outcome)))
    .$if(kind === 'report', (all) => all.where('later.kind', '=', sql.lit('report')))
    .$if(kind === 'report', (all) => all.where(isReportIn(report, 'later')))
    .where(isMeant(query))
    .where(at, '>=', from)
    .where(at, '<=', to)
    .$if(after !== null, (all) =>
      all.where(({ or, eb }) =>
        or([eb('later.at', '<', after?.at ?? 0), eb('later.number', '<', after?.number ?? 0)]),
      ),
    )
    .orderBy(at, 'desc')
    .orderBy('later.number', 'desc')
    .limit(first + 1);
}

/** Holds for the record, in the table `later`, that holds the outcome of a change as it is now. */
function hasOutcomeNow(outcome: RecordedOutcome | undefined): RawBuilder<boolean> {
  const isThere = sql<boolean>`later.result = ${outcome ?? null}
    and later.kind in ('outcome', 'settlement')`;
  return outcome !== undefined && isUnclear(outcome)
    ? sql<boolean>`${isThere} and not exists (${settlementOf('later')})`
    : isThere;
}

/** Whether a query names what only a few changes have in common. */
function isOfFew({ target, ticket, id }: HistoryQuery): boolean {
  return target !== undefined || ticket !== undefined || id !== undefined;
}

/** Holds for the intents and refusals that a query means. */
function isMeant({ target, actor, ticket, id, dryRun }: HistoryQuery): RawBuilder<SqlBool> {
  const values = {
    person: target?.id,
    actor: actor && actorName(actor),
    ticket,
    change_id: id === undefined ? undefined : (changeIdIn(id) ?? ''),
    dry_run: dryRun === undefined ? undefined : Number(dryRun),
  };
  const conditions = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => sql`${sql.ref(`intent.${column}`)} = ${value}`);
  return sql`${sql.join([sql`1 = 1`, ...conditions], sql` and `)}`;
}

/** The first and the last moment, in milliseconds, and the position after which the page starts. */
function boundsOf({ since, until, after }: HistoryQuery): [number, number, ListPosition | null] {
  const start = after === undefined ? null : readCursor(after);
  const last = (until?.getTime() ?? Number.MAX_SAFE_INTEGER) - 1;
  return [since?.getTime() ?? 0, Math.min(last, start?.at ?? last), start];
}
