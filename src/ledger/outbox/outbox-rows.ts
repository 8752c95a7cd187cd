import { randomBytes } from 'node:crypto';
import { parsed, UnreadableJson, type Reader } from '../../domain/values/json.ts';
import type { OutboxState, Recipient } from '../../domain/outbox/outbox.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';

/** How an event is stored: what the records of its change do not hold is in `data`. */
export type StoredEvent = Pick<OutboxRow, 'kind' | 'change_id' | 'data'>;

/** Returns a new id of a message. */
export function newMessageId(): string {
  return `msg_${randomBytes(16).toString('base64url')}`;
}

/** Columns of a message whose recipients are not known, or that has none. */
export const noRecipient = {
  recipient: null,
  masked: null,
  address: null,
  language: null,
  person_name: null,
  address_hash: null,
} as const satisfies Partial<OutboxRow>;

/** Returns the columns of a message that has ended. Of the address only the masked form is kept. */
export function endedRow(
  state: Exclude<OutboxState, 'waiting'>,
  ended_at: number,
): Partial<OutboxRow> {
  return { state, ended_at, address: null, language: null, person_name: null };
}

/** Null if the recipient is not known. */
export function recipientOf({
  recipient: kind,
  masked,
  address,
  language,
  person_name: personName,
}: OutboxRow): Recipient | null {
  if (kind === null || masked === null || address === null || language === null) return null;
  return { kind, masked, address, language, personName };
}

/** Reads the data of a stored event; null if they cannot be read. */
export function dataOf<T>(data: string | null, read: Reader<T>): T | null {
  try {
    return read(parsed(data ?? ''));
  } catch (error) {
    if (error instanceof UnreadableJson) return null;
    throw error;
  }
}
