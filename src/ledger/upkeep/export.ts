import { UnreadableJson } from '../../domain/values/json.ts';
import type { Store } from '../../store/store.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { recordEvent, recordsByChange, type RecordOfChange } from './record-event.ts';
import { startsFrom, walkRealm, type Mark } from './walk.ts';

/** What to export. `progress` is called after each page with the position to continue from. */
interface ExportOptions {
  /** Where to start; undefined for the beginning. */
  readonly from: Mark | undefined;
  readonly write: (line: string) => Promise<void>;
  readonly progress: (mark: Mark) => void;
  /** Called for each record that this version cannot read, and that has no event. */
  readonly onUnreadable: (mark: Mark) => void;
}

/**
 * Writes an event for each search, proof and change. A change without an outcome has an unknown
 * status; a later export contains its outcome under the same `metadata.uid`.
 */
export async function exportEvents(
  store: Store,
  { from, write, progress, onUnreadable }: ExportOptions,
): Promise<number> {
  let events = 0;
  for (const { realm, number } of await startsFrom(store, from)) {
    for await (const page of walkRealm(store, { realm, number })) {
      const records = await recordsByChange(store, page);
      const lines = page
        .map((row) => readableEvent(row, records.get(row.change_id), onUnreadable))
        .filter((line) => line !== null);
      for (const line of lines) await write(line);
      events += lines.length;
      progress({ realm, number: (page.at(-1)?.number ?? number) + 1 });
    }
  }
  return events;
}

/** One record must not end an export: `ledger verify` reports what is wrong with it. */
function readableEvent(
  row: RecordRow,
  records: readonly RecordOfChange[] | undefined,
  onUnreadable: ExportOptions['onUnreadable'],
): string | null {
  try {
    return eventOf(row, records);
  } catch (error) {
    if (!(error instanceof UnreadableJson)) throw error;
    onUnreadable({ realm: row.realm, number: row.number });
    return null;
  }
}

/** The outcome of a change replaces its intent. */
function eventOf(row: RecordRow, records: readonly RecordOfChange[] = []): string | null {
  const hasOutcome = records.some(({ kind }) => kind === 'outcome');
  const event = row.kind === 'intent' && hasOutcome ? null : recordEvent(row, records);
  return event === null ? null : JSON.stringify(event);
}
