import type { JsonObject } from '../../domain/values/json.ts';
import { schemaOf, type RecordKind } from '../../store/kinds/record-kinds.ts';
import { changeOf } from '../records/changes.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import type { Store } from '../../store/store.ts';
import type { RecordRow } from '../../store/tables/tables.ts';

/** A record of a change, without its position. */
export type RecordOfChange = Pick<RecordRow, 'kind' | 'body'>;

/** Returns all records of the changes that rows belong to, by the number of the change. */
export async function recordsByChange(
  store: Store,
  rows: readonly RecordRow[],
): Promise<ReadonlyMap<string, readonly RecordOfChange[]>> {
  const ids = [...new Set(rows.map((row) => row.change_id))];
  const records = await store.query((db) =>
    db
      .selectFrom('ledger_record')
      .select(['change_id', 'kind', 'body'])
      .where('change_id', 'in', ids)
      .execute(),
  );
  return Map.groupBy(records, (record) => record.change_id);
}

/**
 * Returns the OCSF event of one record; `records` are all records of its change. An intent is an
 * event of unknown status, its outcome another one with the same `metadata.uid`. Null for a
 * checkpoint, and for what follows an intent that was pruned. @throws UnreadableJson
 */
export function recordEvent(
  row: RecordRow,
  records: readonly RecordOfChange[] = [],
): JsonObject | null {
  const body = bodyOf(row);
  const { realm, number, hash } = row;
  return schemaOf(body.kind).event(body, {
    position: { realm, number, hash, previous: body.previous },
    change: () => {
      const first = row.kind === 'refusal' ? row : ofKind(records, 'intent', row);
      return first ? changeOf(first, upTo(row, records)) : null;
    },
    requested: () => {
      const found = ofKind(records, 'request', row);
      const requested = found && bodyOf(found);
      return requested?.kind === 'request' ? requested.request : null;
    },
  });
}

/** The records of the change until a row: its event says what was known by then. */
function upTo(row: RecordRow, records: readonly RecordOfChange[]): Parameters<typeof changeOf>[1] {
  if (row.kind === 'outcome') return { outcome: row };
  if (row.kind !== 'settlement') return {};
  return { outcome: ofKind(records, 'outcome', row), settlement: row };
}

/** Returns the record of a kind; the row itself need not be among the records of its change. */
function ofKind(
  records: readonly RecordOfChange[],
  kind: RecordKind,
  row: RecordOfChange,
): RecordOfChange | undefined {
  return row.kind === kind ? row : records.find((one) => one.kind === kind);
}
