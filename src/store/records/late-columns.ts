/**
 * Columns that were added after the first release. A gateway of an older release that still writes
 * during an upgrade leaves them empty: its records are whole, but filters do not find them.
 */
import type { Kysely } from 'kysely';
import { errorCodeOf } from '../../domain/values/failure.ts';
import { insufficientPrivilege } from '../engines/unavailable.ts';
import { bodyOf } from './read-record.ts';
import { rowOf } from './record.ts';
import type { LedgerTables, RecordRow } from '../tables/tables.ts';

/** The columns of the first release, which every release fills. They are never added to. */
const firstColumns: ReadonlySet<string> = new Set<keyof RecordRow>([
  'realm',
  'number',
  'kind',
  'change_id',
  'at',
  'actor',
  'person',
  'privileged',
  'effect',
  'kinds',
  'own',
  'counted',
  'key_hash',
  'result',
  'body',
  'hash',
]);

/** Whether the columns of a row are those of its record, or were left empty by an older release. */
export function hasColumnsOf(row: RecordRow, record: RecordRow): boolean {
  const actual = new Map<string, unknown>(Object.entries(row));
  return Object.entries(record).every(([column, value]) => {
    // An older release has no such column, or leaves it empty.
    const found = actual.get(column) ?? null;
    return found === value || (found === null && !firstColumns.has(column));
  });
}

/** How many records one query reads. */
const pageSize = 500;

/**
 * Fills the columns that an older release has left empty, if this role may: the documented one of a
 * gateway changes no record, and `ledger migrate` has the owner's rights.
 */
export async function fillLateColumns(db: Kysely<LedgerTables>): Promise<void> {
  try {
    await fillAll(db);
  } catch (error) {
    if (errorCodeOf(error) !== insufficientPrivilege) throw error;
  }
}

/** An older release never writes `day`, so that a record without a day is one of its. */
async function fillAll(db: Kysely<LedgerTables>): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom('ledger_record')
      .selectAll()
      .where('day', 'is', null)
      .limit(pageSize)
      .execute();
    for (const row of rows)
      await db
        .updateTable('ledger_record')
        .set(lateColumnsOf(row))
        .where('realm', '=', row.realm)
        .where('number', '=', row.number)
        .execute();
    if (rows.length < pageSize) return;
  }
}

function lateColumnsOf(row: RecordRow): Partial<RecordRow> {
  try {
    const record = Object.entries(rowOf(bodyOf(row), row.body));
    return Object.fromEntries(record.filter(([column]) => !firstColumns.has(column)));
  } catch {
    // `ledger verify` reports a record that cannot be read. With its day it is not read again here.
    return { day: Math.floor(row.at / 86_400_000) };
  }
}
