import type { PageSessions } from '../domain/page-session.ts';
import type { Store } from './store.ts';

/** The sessions of the pages, in a table beside the records. Each statement stands alone, so nobody waits for who appends. */
export function pageSessionsIn(store: Store): PageSessions {
  return {
    add: async ({ id, sealed, begunAt, usedAt }) => {
      const row = { id, sealed, begun_at: begunAt, used_at: usedAt };
      await store.read((db) => db.insertInto('page_session').values(row).execute());
    },
    find: async (id) => {
      const row = await store.read((db) =>
        db.selectFrom('page_session').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      if (row === undefined) return null;
      return { id, sealed: row.sealed, begunAt: row.begun_at, usedAt: row.used_at };
    },
    touch: async (id, usedAt) => {
      await store.read((db) =>
        db.updateTable('page_session').set({ used_at: usedAt }).where('id', '=', id).execute(),
      );
    },
    replace: async (id, known, sealed) => {
      const { numUpdatedRows } = await store.read((db) =>
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
      await store.read((db) => db.deleteFrom('page_session').where('id', '=', id).execute());
    },
    removeOld: async (begunBefore, usedBefore) => {
      await store.read((db) =>
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
