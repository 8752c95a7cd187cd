import { sql, type RawBuilder } from 'kysely';
import {
  isStream,
  streamChannel,
  type SignalStreams,
  type StreamSignal,
  type StreamState,
  type StreamStatus,
} from '../../domain/outbox/signal-stream.ts';
import { releaseFollowers } from './outbox-claims.ts';
import { givenUpAfterMs, insertMessages, type AddressedEvent } from './outbox-messages.ts';
import { streamEvent } from './signal-events.ts';
import type { Changing, Reading, Writing } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';

/** How the status of a stream is stored: as the problem of its channel, which then is off. */
const problemOf: Readonly<Record<Exclude<StreamStatus, 'enabled'>, string>> = {
  paused: 'PAUSED',
  disabled: 'DISABLED',
};

interface StreamParts {
  readonly now: () => number;
  /** Called after a message was added. */
  readonly onAdded: () => void;
}

/** The streams of a store. */
export class LedgerStreams implements SignalStreams {
  readonly #store: Store;
  readonly #parts: StreamParts;

  constructor(store: Store, parts: StreamParts) {
    this.#store = store;
    this.#parts = parts;
  }

  async stateOf(stream: string): Promise<StreamState> {
    const row = await this.#store.query((db) =>
      db
        .selectFrom('outbox_channel')
        .select(['problem', 'reason'])
        .where('name', '=', streamChannel(stream))
        .executeTakeFirst(),
    );
    if (row === undefined) return { status: 'enabled', reason: null };
    const status = row.problem === problemOf.disabled ? 'disabled' : 'paused';
    return { status, reason: row.reason };
  }

  async setState(stream: string, { status, reason }: StreamState): Promise<void> {
    const name = streamChannel(stream);
    const off_at = this.#parts.now();
    await this.#write(async (transaction) => {
      await transaction.deleteFrom('outbox_channel').where('name', '=', name).execute();
      if (status === 'enabled') return;
      const row = { name, off_at, problem: problemOf[status], reason };
      await transaction.insertInto('outbox_channel').values(row).execute();
      if (status === 'disabled') await dropWaiting(transaction, name, off_at);
    });
    this.#parts.onAdded();
  }

  async verify(stream: string, state: string | null): Promise<void> {
    const at = this.#parts.now();
    await this.#write((transaction) =>
      insertStreamSignal(transaction, streamChannel(stream), { kind: 'verification', state, at }),
    );
    this.#parts.onAdded();
  }

  async acknowledge(stream: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const end = { state: 'delivered', problem: null, ended_at: this.#parts.now() } as const;
    await this.#end(stream, ids, end);
  }

  async refuse(stream: string, problems: ReadonlyMap<string, string>): Promise<void> {
    if (problems.size === 0) return;
    await this.#end(stream, [...problems.keys()], {
      state: 'failed',
      problem: problemById(problems),
      ended_at: this.#parts.now(),
    });
  }

  async hasMore(stream: string, ids: readonly string[]): Promise<boolean> {
    const row = await this.#store.query((db) => {
      const waiting = db
        .selectFrom('outbox_message')
        .select('number')
        .where('channel', '=', streamChannel(stream))
        .where('state', '=', 'waiting')
        .limit(1);
      return (ids.length === 0 ? waiting : waiting.where('id', 'not in', ids)).executeTakeFirst();
    });
    return row !== undefined;
  }

  async expire(streams: readonly string[]): Promise<void> {
    if (streams.length === 0) return;
    const now = this.#parts.now();
    await this.#store.change((db) =>
      db
        .updateTable('outbox_message')
        .set(({ fn, val }) => ({
          state: 'failed',
          problem: fn.coalesce('problem', val('NOT_ACCEPTED')),
          ended_at: now,
        }))
        .where('state', '=', 'waiting')
        .where('channel', 'in', streams.map(streamChannel))
        .where('added_at', '<', now - givenUpAfterMs)
        .execute(),
    );
  }

  #write(act: (transaction: Writing) => Promise<void>): Promise<void> {
    return this.#store.append(act, 'outcome');
  }

  /** Ends messages in one statement, however many there are. */
  async #end(stream: string, ids: readonly string[], values: EndOfMessages): Promise<void> {
    await this.#store.change(async (db) => {
      await db
        .updateTable('outbox_message')
        .set(values)
        .where('id', 'in', ids)
        .where('channel', '=', streamChannel(stream))
        .where('state', '=', 'waiting')
        .execute();
      await releaseFollowers(db, ids);
    });
  }
}

/** What ends messages: the same for all, or by the id of each. */
type EndOfMessages = Pick<OutboxRow, 'state' | 'ended_at'> & {
  readonly problem: OutboxRow['problem'] | RawBuilder<string>;
};

/** The problem of each message by its id. */
function problemById(problems: ReadonlyMap<string, string>): RawBuilder<string> {
  const codes = [...new Set(problems.values())];
  const cases = codes.map((code) => {
    const ids = [...problems].filter(([, problem]) => problem === code).map(([id]) => id);
    return sql`when id in (${sql.join(ids)}) then ${code}`;
  });
  return sql<string>`case ${sql.join(cases, sql` `)} end`;
}

/** Adds an event about a stream to its own channel. */
export function insertStreamSignal(
  transaction: Writing,
  channel: string,
  signal: StreamSignal,
): Promise<void> {
  const facts = { order: `stream ${channel}`, at: signal.at };
  return insertMessages(transaction, [{ event: streamEvent(signal), channel }], facts);
}

/** Returns these messages without those to streams that are disabled. */
export async function withoutDisabled(
  db: Reading,
  messages: readonly AddressedEvent[],
): Promise<readonly AddressedEvent[]> {
  const streams = messages.map(({ channel }) => channel).filter(isStream);
  if (streams.length === 0) return messages;
  const disabled = await db
    .selectFrom('outbox_channel')
    .select('name')
    .where('name', 'in', streams)
    .where('problem', '=', problemOf.disabled)
    .execute();
  return messages.filter(({ channel }) => !disabled.some(({ name }) => name === channel));
}

function dropWaiting(db: Changing, channel: string, ended_at: number): Promise<unknown> {
  return db
    .updateTable('outbox_message')
    .set({ state: 'dropped', ended_at })
    .where('channel', '=', channel)
    .where('state', '=', 'waiting')
    .execute();
}
