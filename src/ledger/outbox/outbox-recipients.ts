import type { OutboxMessage, Recipient } from '../../domain/outbox/outbox.ts';
import { endedRow, newMessageId } from './outbox-rows.ts';
import { sha256 } from '../../store/records/canonical-json.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';

/**
 * Replaces a message by one for each recipient, due now. The first one keeps the id. All get new
 * numbers, so that each recipient's messages stay in the order of the changes. If no recipient is
 * left, the message is given up.
 */
export async function addressMessage(
  transaction: Writing,
  { id }: Pick<OutboxMessage, 'id'>,
  { recipients, now }: { readonly recipients: readonly Recipient[]; readonly now: number },
): Promise<void> {
  const row = await transaction
    .selectFrom('outbox_message')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (row === undefined) return;
  const wanted = await wantedOf(transaction, row, recipients);
  const first = (await lastNumber(transaction)) + 1;
  if (wanted.length === 0) {
    const ended = { ...endedRow('failed', now), problem: 'NO_ADDRESS' };
    await transaction.updateTable('outbox_message').set(ended).where('id', '=', id).execute();
    return;
  }
  await transaction.deleteFrom('outbox_message').where('id', '=', id).execute();
  const rows = wanted.map(({ kind, masked, address, language, personName }, index): OutboxRow => ({
    ...row,
    number: first + index,
    id: index === 0 ? id : newMessageId(),
    due_at: now,
    attempts: 0,
    problem: null,
    recipient: kind,
    masked,
    address,
    language,
    person_name: personName,
    address_hash: hashOf(row.change_id, address),
  }));
  await transaction.insertInto('outbox_message').values(rows).execute();
}

/** Returns the highest number of all messages. */
export async function lastNumber(transaction: Writing): Promise<number> {
  const last = await transaction
    .selectFrom('outbox_message')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  return last?.number ?? 0;
}

/**
 * All recipients; or if the message was given up before and is sent again, those of its kind that
 * have no message of this change. Its own address was removed, only a hash and the masked form are
 * left. A team's message goes to its own address again, or to all if that one was replaced.
 */
async function wantedOf(
  transaction: Writing,
  { id, channel, kind: event, change_id, recipient, ...own }: OutboxRow,
  recipients: readonly Recipient[],
): Promise<readonly Recipient[]> {
  if (recipient === null) return recipients;
  if (recipient === 'TEAM') {
    const same = recipients.filter((one) => isTo(own, change_id, one));
    return same.length > 0 ? same : recipients;
  }
  const others = await transaction
    .selectFrom('outbox_message')
    .select(['masked', 'address_hash'])
    .where('change_id', '=', change_id)
    .where('channel', '=', channel)
    .where('kind', '=', event)
    .where('id', '<>', id)
    .where('state', 'in', ['waiting', 'delivered'])
    .execute();
  return recipients.filter(
    (one) => one.kind === recipient && !others.some((other) => isTo(other, change_id, one)),
  );
}

/** Whether a message went to a recipient; one of an older gateway has only the masked form. */
function isTo(
  { masked, address_hash }: Pick<OutboxRow, 'masked' | 'address_hash'>,
  change: string,
  recipient: Recipient,
): boolean {
  if (address_hash === null) return masked === recipient.masked;
  return address_hash === hashOf(change, recipient.address);
}

/** Differs from change to change, so that it follows no address through the table. */
function hashOf(change: string, address: string): string {
  return sha256(`${change} ${address}`);
}
