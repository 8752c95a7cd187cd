import { sql, SqliteAdapter } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { RecordedChange, RecordedOutcome } from '../domain/change-record.ts';
import { badInput } from '../domain/failure.ts';
import type { Failure } from '../domain/failure.ts';
import type { ActivityQuery, HistoryPage, HistoryQuery, OpenQuery } from '../domain/ledger.ts';
import { changeOf, changesOf, changeWithOutcome } from './changes.ts';
import { actorKey } from './record.ts';
import type { Reading } from './store.ts';
import type { RecordRow } from './tables.ts';

/** Returns a page of changes of a realm, newest first: by their time, and of one moment by their place in the chain. */
export async function history(db: Reading, query: HistoryQuery): Promise<HistoryPage> {
  const found = query.outcome === undefined ? asked(db, query) : ended(db, query, query.outcome);
  return pageOf(db, await found.execute(), query.first);
}

/** Returns a page of what an actor has changed in several realms, newest first, and of one moment by realm and place. */
export async function activity(
  db: Reading,
  { actor, realms, first, after }: ActivityQuery,
): Promise<HistoryPage> {
  const place = after === undefined ? null : placeOf(after);
  const { at, realm = '', number } = place ?? { at: Number.MAX_SAFE_INTEGER, number: 0 };
  if (place !== null && realm === '') throw noCursor();
  const rows = await db
    .selectFrom('ledger_record')
    .select(['at', 'realm', 'number', 'change_id', 'body'])
    .where('actor', '=', actorKey(actor))
    .where('kind', '=', sql.lit('intent'))
    .where(unsoughtRealm(db), 'in', realms)
    .where('at', '<=', at)
    .$if(place !== null, (all) =>
      all.where(({ and, or, eb }) =>
        or([
          eb('at', '<', at),
          eb('realm', '<', realm),
          and([eb('realm', '=', realm), eb('number', '<', number)]),
        ]),
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('realm', 'desc')
    .orderBy('number', 'desc')
    .limit(first + 1)
    .execute();
  return pageOf(db, rows, first);
}

async function pageOf(
  db: Reading,
  rows: readonly (Place & Pick<RecordRow, 'change_id' | 'body'>)[],
  first: number,
): Promise<HistoryPage> {
  const shown = rows.slice(0, first);
  const changes = await changesOf(db, shown);
  return {
    changes: changes.map((change, index) => ({ ...change, cursor: cursorOf(shown[index]) })),
    hasMore: rows.length > first,
  };
}

/**
 * The realm of a record that is found by its actor. SQLite would read the whole realm by time to find one actor's, and does not
 * where the realm is an expression; PostgreSQL would take an expression for rare, and sort all that the actor has.
 */
function unsoughtRealm(db: Reading): RawBuilder<string> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  return isSqlite ? sql<string>`realm || ''` : sql.ref<string>('realm');
}

/**
 * The intents and refusals of a page, and one more; of a refusal's kind the index says so word by word. A person is found by
 * realm and name, so the time is an expression then, which SQLite finds nothing by; an actor by name and time.
 */
function asked(db: Reading, query: HistoryQuery) {
  const { realm, target, actor, refused, first } = query;
  const [from, to, after] = boundsOf(query);
  const isByActor = target === undefined && actor !== undefined;
  const at = target === undefined ? sql.ref<number>('at') : sql<number>`at + 0`;
  return db
    .selectFrom('ledger_record')
    .select(['at', 'number', 'change_id', 'body'])
    .where(isByActor ? unsoughtRealm(db) : sql.ref<string>('realm'), '=', realm)
    .where('person', 'is not', null)
    .$if(refused !== undefined, (all) =>
      all.where('kind', '=', refused === true ? sql.lit('refusal') : sql.lit('intent')),
    )
    .$if(target !== undefined, (all) => all.where('person', '=', target ?? ''))
    .$if(actor !== undefined, (all) => all.where('actor', '=', actor ? actorKey(actor) : ''))
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

/** The intents whose changes ended in one way, by the time and place of their outcomes. */
function ended(db: Reading, query: HistoryQuery, outcome: RecordedOutcome) {
  const { realm, target, actor, first } = query;
  const [from, to, after] = boundsOf(query);
  return db
    .selectFrom('ledger_record as ended')
    .innerJoin('ledger_record as asked', (join) =>
      join
        .onRef('asked.change_id', '=', 'ended.change_id')
        .on('asked.kind', '=', sql.lit('intent')),
    )
    .select(['ended.at', 'ended.number', 'asked.change_id', 'asked.body'])
    .where('ended.realm', '=', realm)
    .where('ended.result', '=', outcome)
    .where('ended.kind', '=', sql.lit('outcome'))
    .$if(target !== undefined, (all) => all.where('asked.person', '=', target ?? ''))
    .$if(actor !== undefined, (all) => all.where('asked.actor', '=', actor ? actorKey(actor) : ''))
    .where('ended.at', '>=', from)
    .where('ended.at', '<=', to)
    .$if(after !== null, (all) =>
      all.where(({ or, eb }) =>
        or([eb('ended.at', '<', after?.at ?? 0), eb('ended.number', '<', after?.number ?? 0)]),
      ),
    )
    .orderBy('ended.at', 'desc')
    .orderBy('ended.number', 'desc')
    .limit(first + 1);
}

/** The first and the last moment, in milliseconds, and the place after which the page begins. */
function boundsOf({ since, until, after }: HistoryQuery): [number, number, Place | null] {
  const place = after === undefined ? null : placeOf(after);
  const last = (until?.getTime() ?? Number.MAX_SAFE_INTEGER) - 1;
  return [since?.getTime() ?? 0, Math.min(last, place?.at ?? last), place];
}

/** Returns a change by its reference number, or null. */
export async function findChange(db: Reading, id: string): Promise<RecordedChange | null> {
  const row = await db
    .selectFrom('ledger_record')
    .select(['change_id', 'body'])
    .where('change_id', '=', id)
    .where('kind', 'in', ['intent', 'refusal'])
    .executeTakeFirst();
  return row === undefined ? null : changeWithOutcome(db, row);
}

/** Returns the changes without an outcome, oldest first. */
export async function openIntents(
  db: Reading,
  { before, after, person }: OpenQuery,
): Promise<RecordedChange[]> {
  const rows = await db
    .selectFrom('ledger_record as intent')
    .select('intent.body')
    .where('intent.kind', '=', 'intent')
    .where('intent.at', '<', before.getTime())
    .where('intent.at', '>=', after?.getTime() ?? 0)
    // The index by time holds what has an actor.
    .where('intent.actor', 'is not', null)
    .$if(person !== undefined, (all) =>
      all
        .where('intent.realm', '=', person?.realm ?? '')
        .where('intent.person', '=', person?.id ?? ''),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ledger_record as outcome')
            .select('outcome.number')
            .whereRef('outcome.change_id', '=', 'intent.change_id')
            .where('outcome.kind', '=', 'outcome'),
        ),
      ),
    )
    .orderBy('intent.at')
    .execute();
  return rows.map((row) => changeOf(row, undefined));
}

/** Where a record is in a list; `realm` where the list is of several. */
type Place = Pick<RecordRow, 'at' | 'number'> & Partial<Pick<RecordRow, 'realm'>>;

function cursorOf({ at, number, realm }: Place = { at: 0, number: 0 }): string {
  const ofRealm = realm === undefined ? '' : `:${realm}`;
  return Buffer.from(`record:${at}:${number}${ofRealm}`).toString('base64url');
}

function placeOf(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, at, number, realm] = /^record:(\d{1,15}):(\d{1,15})(?::(.+))?$/s.exec(text) ?? [];
  if (at === undefined) throw noCursor();
  return { at: Number(at), number: Number(number), ...(realm !== undefined && { realm }) };
}

function noCursor(): Failure {
  return badInput('after', 'This is no cursor of this list.');
}
