import { sha256 } from '../../store/records/canonical-json.ts';
import { lastNumber } from './outbox-recipients.ts';
import { newMessageId, noRecipient, type StoredEvent } from './outbox-rows.ts';
import { needs } from '../../store/tables/needs.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';

/** How long a message is tried, in milliseconds. */
export const givenUpAfterMs = 3 * 86_400_000;

/** An event for a channel. */
export interface AddressedEvent {
  readonly event: StoredEvent;
  readonly channel: string;
}

/** What messages that are added together have in common. */
interface MessageFacts {
  /** Messages of one order are sent one after the other; null for messages without order. */
  readonly order: string | null;
  /** When it happened, in milliseconds. */
  readonly at: number;
}

/** Adds these messages, in this order. */
export async function insertMessages(
  transaction: Writing,
  messages: readonly AddressedEvent[],
  { order, at }: MessageFacts,
): Promise<void> {
  if (messages.length === 0) return;
  const first = (await lastNumber(transaction)) + 1;
  const rows = messages.map(({ event, channel }, index): OutboxRow => {
    const id = newMessageId();
    const person = sha256(order ?? id);
    return { number: first + index, id, channel, person, ...event, ...newMessage(at) };
  });
  await transaction.insertInto('outbox_message').values(rows).execute();
}

/** The state of a message that was not sent yet. */
function newMessage(at: number) {
  const waits = { attempts: 0, state: 'waiting', problem: null, ended_at: null } as const;
  const retries = { retries: 0, retries_since: null, needs: needs.nothing };
  return { added_at: at, due_at: at, ...waits, ...retries, ...noRecipient };
}
