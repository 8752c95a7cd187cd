import { noHash, rowOf } from './record.ts';
import type { Content } from './record.ts';
import type { Writing } from './store.ts';

/** Which change a record belongs to, in which realm, and when it is written. */
export interface Place {
  readonly realm: string;
  readonly change: string;
  readonly now: number;
}

/** Appends a record to its realm's chain. */
export async function append(
  transaction: Writing,
  { realm, change, now }: Place,
  content: Content,
): Promise<void> {
  const last = await transaction
    .selectFrom('ledger_record')
    .select(['number', 'hash'])
    .where('realm', '=', realm)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = rowOf({
    ...content,
    realm,
    number: (last?.number ?? 0) + 1,
    change,
    at: new Date(now).toISOString(),
    previous: last?.hash ?? noHash,
  });
  await transaction.insertInto('ledger_record').values(row).execute();
}
