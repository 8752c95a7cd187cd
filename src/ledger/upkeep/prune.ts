import type { ExpressionBuilder } from 'kysely';
import { append } from '../chain.ts';
import { newChangeId } from '../change-id.ts';
import type { Store, Writing } from '../store.ts';
import type { LedgerTables } from '../tables.ts';
import { realmsOf } from './walk.ts';
import type { Mark } from './walk.ts';

/** How many records one transaction deletes. */
const batchSize = 10_000;

/** What is pruned, and who is told how far it has come. */
export interface Pruning {
  readonly before: Date;
  readonly now: number;
  readonly progress: (mark: Mark) => void;
}

/**
 * Deletes the records of every realm from before a date, from the oldest on, up to a change that is still open.
 * Each transaction leaves a checkpoint for what it deletes, so an interrupted run is continued by the next one.
 */
export async function prune(store: Store, { before, now, progress }: Pruning): Promise<number> {
  let deleted = 0;
  for (const realm of await store.read(realmsOf)) {
    for (;;) {
      const count = await store.write((transaction) =>
        pruneSome(transaction, { realm, before, now }),
      );
      if (count === 0) break;
      deleted += count;
      progress({ realm, number: deleted });
    }
  }
  return deleted;
}

interface Part {
  readonly realm: string;
  readonly before: Date;
  readonly now: number;
}

async function pruneSome(transaction: Writing, { realm, before, now }: Part): Promise<number> {
  const ofRealm = transaction.selectFrom('ledger_record').where('realm', '=', realm);
  const first = await ofRealm.select('number').orderBy('number').limit(1).executeTakeFirst();
  if (first === undefined) return 0;
  const end = first.number + batchSize;
  const kept = await ofRealm
    .select('number')
    .where('number', '<', end)
    .where((is) => is.or([is('at', '>=', before.getTime()), isOpen(is)]))
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  const last = await ofRealm
    .select(['number', 'hash'])
    .where('number', '<', kept?.number ?? end)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return 0;
  await append(
    transaction,
    { realm, change: newChangeId(), now },
    {
      kind: 'checkpoint',
      through: last.number,
      throughHash: last.hash,
      before: before.toISOString(),
    },
  );
  const { numDeletedRows } = await transaction
    .deleteFrom('ledger_record')
    .where('realm', '=', realm)
    .where('number', '<=', last.number)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Whether a record is the intent of a change that has no outcome yet. */
function isOpen({
  and,
  eb,
  not,
  exists,
  selectFrom,
}: ExpressionBuilder<LedgerTables, 'ledger_record'>) {
  const outcome = selectFrom('ledger_record as outcome')
    .select('outcome.number')
    .whereRef('outcome.change_id', '=', 'ledger_record.change_id')
    .where('outcome.kind', '=', 'outcome');
  return and([eb('kind', '=', 'intent'), not(exists(outcome))]);
}
