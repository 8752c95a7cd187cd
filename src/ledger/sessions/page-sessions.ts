import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { EndedPageSessions, PageSessions } from '../../domain/people/page-session.ts';
import type { Store } from '../../store/store.ts';
import type { LedgerTables } from '../../store/tables/tables.ts';

/** The sessions of the pages, in a table beside the records. No statement waits for an append. */
export function pageSessionsIn(store: Store): PageSessions {
  return {
    add: async ({ issuerSession, begunAt, usedAt, ...same }) => {
      const times = { begun_at: begunAt, used_at: usedAt };
      const row = { ...same, ...times, issuer_session: issuerSession };
      await store.change((db) =>
        db
          .insertInto('page_session')
          .values(row)
          .onConflict((on) => on.doNothing())
          .execute(),
      );
    },
    find: async (id) => {
      const row = await store.query((db) =>
        db.selectFrom('page_session').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      // An older version does not say whose session it is, so nothing could end it.
      if (row === undefined || row.person === '') return null;
      const { person, sealed, issuer_session: issuerSession } = row;
      return { id, person, issuerSession, sealed, begunAt: row.begun_at, usedAt: row.used_at };
    },
    touch: async (id, usedAt) => {
      await store.change((db) =>
        db.updateTable('page_session').set({ used_at: usedAt }).where('id', '=', id).execute(),
      );
    },
    replace: async (id, known, sealed) => {
      const { numUpdatedRows } = await store.change((db) =>
        db
          .updateTable('page_session')
          .set({ sealed })
          .where('id', '=', id)
          .where('sealed', '=', known)
          .executeTakeFirst(),
      );
      return numUpdatedRows > 0n;
    },
    remove: async (id) => {
      await store.change((db) => db.deleteFrom('page_session').where('id', '=', id).execute());
    },
    take: (ended) =>
      store.change((db) =>
        db
          .deleteFrom('page_session')
          .where((row) => isEnded(row, ended))
          .returning(['id', 'sealed'])
          .execute(),
      ),
    removeOld: async (begunBefore, usedBefore) => {
      await store.change((db) =>
        db
          .deleteFrom('page_session')
          .where((row) =>
            row.or([row('begun_at', '<', begunBefore), row('used_at', '<', usedBefore)]),
          )
          .execute(),
      );
    },
  };
}

function isEnded(
  row: ExpressionBuilder<LedgerTables, 'page_session'>,
  { person, issuerSession }: EndedPageSessions,
): Expression<SqlBool> {
  const own = person === null ? [] : [row('person', '=', person)];
  if (issuerSession === null) return row.or(own);
  const isUnknown = row('issuer_session', 'is', null);
  const others = own.map((isOwn) => row.and([isOwn, isUnknown]));
  return row.or([row('issuer_session', '=', issuerSession), ...others]);
}
