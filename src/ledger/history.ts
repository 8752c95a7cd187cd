import type { RecordedChange } from '../domain/change-record.ts';
import { badInput } from '../domain/failure.ts';
import type { HistoryPage, HistoryQuery, OpenQuery } from '../domain/ledger.ts';
import { changeOf, changesOf, changeWithOutcome } from './changes.ts';
import { actorKey } from './record.ts';
import type { Reading } from './store.ts';

/** Returns a page of changes of a realm, newest first. */
export async function history(db: Reading, query: HistoryQuery): Promise<HistoryPage> {
  const { realm, target, actor, unprivilegedOnly = false, first, after } = query;
  const rows = await db
    .selectFrom('ledger_record')
    .select(['number', 'change_id', 'body'])
    .where('realm', '=', realm)
    .where('kind', 'in', ['intent', 'refusal'])
    .$if(target !== undefined, (all) => all.where('person', '=', target ?? ''))
    .$if(actor !== undefined, (all) => all.where('actor', '=', actor ? actorKey(actor) : ''))
    .$if(unprivilegedOnly, (all) => all.where('privileged', '=', 0))
    .$if(after !== undefined, (all) => all.where('number', '<', numberOf(after ?? '')))
    .orderBy('number', 'desc')
    .limit(first + 1)
    .execute();
  const shown = rows.slice(0, first);
  const changes = await changesOf(db, shown);
  return {
    changes: changes.map((change, index) => ({
      ...change,
      cursor: cursorOf(shown[index]?.number ?? 0),
    })),
    hasMore: rows.length > first,
  };
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

function cursorOf(number: number): string {
  return Buffer.from(`record:${number}`).toString('base64url');
}

function numberOf(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, digits] = /^record:(\d{1,15})$/.exec(text) ?? [];
  if (digits === undefined) throw badInput('after', 'This is no cursor of this list.');
  return Number(digits);
}
