import { randomBytes } from 'node:crypto';
import type { Content } from '../kinds/record-kinds.ts';
import { noHash, rowOf } from './record.ts';
import type { Reading, Writing } from '../tables/handles.ts';
import type { RecordRow } from '../tables/tables.ts';

/** Appends a record of a change to its realm's chain. `now` is in milliseconds. */
export async function append(
  transaction: Writing,
  { realm, change, now }: { readonly realm: string; readonly change: string; readonly now: number },
  content: Content,
): Promise<void> {
  const last = await lastRecord(transaction, realm);
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

/** Returns the last record of a realm's chain. */
export function lastRecord(
  db: Reading,
  realm: string,
): Promise<Pick<RecordRow, 'number' | 'hash'> | undefined> {
  return db
    .selectFrom('ledger_record')
    .select(['number', 'hash'])
    .where('realm', '=', realm)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Crockford's alphabet, without letters that are easily confused when they are read aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Returns the reference number in a text that was read aloud or typed: in small letters, with other
 * separators, or with a letter that looks like a digit. Null if the text has another form.
 */
export function changeIdIn(text: string): string | null {
  const letters = text.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '');
  const id = letters.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(id) ? (id.match(/.{4}/g) ?? []).join('-') : null;
}

/** Returns a new reference number, like `7K3M-9QXT-2BW4-C0HJ`: 80 random bits. */
export function newChangeId(): string {
  const letters = [...randomBytes(16)].map((byte) => alphabet.charAt(byte % alphabet.length));
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}
