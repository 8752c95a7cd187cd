import { sql, type RawBuilder } from 'kysely';
import type { RecordedNames } from '../../domain/change/change-record.ts';
import type { Reading } from '../../store/tables/handles.ts';
import { entryColumn } from '../../store/records/who.ts';

/** Which changes of a person count: after a time, and what else must hold. */
interface CountedChanges {
  readonly since: number;
  /** Conditions on `ledger_record`. */
  readonly where: readonly RawBuilder<boolean>[];
}

/**
 * The changes of a person that limits count, in no order. Each name of the person is a
 * query of its own, which reads a range of a partial index: neither older changes nor dry runs.
 */
export function countedChangesOf(db: Reading, person: RecordedNames, counted: CountedChanges) {
  const entry = entryColumn(person.entry);
  const isOfName = sql<boolean>`realm = ${person.realm} and person = ${person.id}`;
  const ofName = countedWhere(db, isOfName, counted);
  if (entry === null) return ofName;
  return ofName.union(countedWhere(db, sql<boolean>`person_entry = ${entry}`, counted));
}

/** The partial indexes require the literals. */
function countedWhere(db: Reading, isOf: RawBuilder<boolean>, { since, where }: CountedChanges) {
  const ofPerson = db
    .selectFrom('ledger_record')
    .select(['realm', 'number', 'at'])
    .where('kind', '=', sql.lit<'intent'>('intent'))
    .where('counted', '=', sql.lit(1))
    .where(isOf)
    .where('at', '>', since);
  return where.reduce((query, condition) => query.where(condition), ofPerson);
}
