import type { RecordedNames } from '../../domain/change/change-record.ts';
import type {
  Delivery,
  Outbox,
  OutboxChannel,
  OutboxEventKind,
  OutboxFigures,
  OutboxMessage,
} from '../../domain/outbox/outbox.ts';
import { DeploymentChannels } from './deployment-channels.ts';
import { claimRows, releaseFollowers } from './outbox-claims.ts';
import { givenUpAfterMs, insertMessages } from './outbox-messages.ts';
import { messageOf, outboxFigures } from './outbox-queries.ts';
import { addressMessage } from './outbox-recipients.ts';
import { endedRow, type StoredEvent } from './outbox-rows.ts';
import { LedgerStreams, withoutDisabled } from './signal-streams.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';
import { keyOf } from '../../store/records/who.ts';

/** The pause after the first attempt, and the longest one, in milliseconds. */
const firstPauseMs = 5_000;
const longestPauseMs = 3_600_000;

/** Events to report; `at` is in milliseconds. */
interface ReportedEvents {
  readonly events: readonly StoredEvent[];
  /** The person: messages about one person are sent in order. Null for messages without order. */
  readonly about: RecordedNames | null;
  readonly at: number;
}

/** The outbox of a store. */
export class LedgerOutbox implements Outbox {
  readonly #store: Store;
  readonly #now: () => number;
  /** The channels of all gateways on the store. */
  readonly channels: DeploymentChannels;
  readonly #listeners: (() => void)[] = [];
  readonly streams: LedgerStreams;

  constructor(
    store: Store,
    parts: {
      readonly now: () => number;
      readonly channels?: readonly OutboxChannel[];
      readonly warn?: (message: string) => void;
    },
  ) {
    const { now } = parts;
    this.#store = store;
    this.#now = now;
    this.channels = new DeploymentChannels(store, parts);
    this.streams = new LedgerStreams(store, { now, onAdded: () => this.notify() });
  }

  /**
   * Adds a message of each event for each channel of the deployment that reports its kind, in the
   * transaction that records the events. Returns whether one was added; if so, call `notify` after
   * the transaction.
   */
  async add(transaction: Writing, { events, about, at }: ReportedEvents): Promise<boolean> {
    if (events.length === 0) return false;
    const channels = await this.channels.read(transaction);
    const messages = events.flatMap((event) =>
      reporting(channels, event.kind).map(({ name }) => ({ event, channel: name })),
    );
    const enabled = await withoutDisabled(transaction, messages);
    await insertMessages(transaction, enabled, { order: about && keyOf(about), at });
    return enabled.length > 0;
  }

  /** Whether a channel reports this kind of event. */
  reports(kind: OutboxEventKind): boolean {
    return reporting(this.channels.known, kind).length > 0;
  }

  onAdded(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Notifies the listeners, after the transaction. */
  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  async claim(channel: string, most: number): Promise<readonly OutboxMessage[]> {
    const now = this.#now();
    return this.#store.change(async (db) => {
      const rows = await claimRows(db, { channel, most, now });
      const messages = await Promise.all(rows.map((row) => messageOf(db, row)));
      return messages.filter((message) => message !== null);
    });
  }

  async settle(message: OutboxMessage, delivery: Delivery): Promise<void> {
    const now = this.#now();
    await this.#settle(message, delivery, now);
    await this.#store.change((db) => releaseFollowers(db, [message.id]));
  }

  async #settle(
    { id, channel, attempts }: OutboxMessage,
    delivery: Delivery,
    now: number,
  ): Promise<void> {
    switch (delivery.kind) {
      case 'delivered':
        return this.#update(id, { ...endedRow('delivered', now), problem: null });
      case 'nothing':
        return this.#forget(id);
      case 'failed':
        return this.#update(id, { ...endedRow('failed', now), problem: delivery.problem });
      case 'addressed': {
        const { recipients } = delivery;
        const act = (writing: Writing) => addressMessage(writing, { id }, { recipients, now });
        return this.#store.append(act, 'outcome');
      }
      case 'retry': {
        const { problem, afterMs = 0 } = delivery;
        const due_at = now + Math.max(pauseMs(attempts), afterMs);
        await this.#update(id, { due_at, problem });
        return giveUp(this.#store, id, now);
      }
      case 'off': {
        const { problem } = delivery;
        await this.#update(id, { due_at: now, problem });
        await this.#store.change((db) =>
          db
            .insertInto('outbox_channel')
            .values({ name: channel, off_at: now, problem, reason: null })
            .onConflict((on) => on.doNothing())
            .execute(),
        );
        return undefined;
      }
      default:
        return delivery satisfies never;
    }
  }

  async #forget(id: string): Promise<void> {
    await this.#store.change((db) =>
      db.deleteFrom('outbox_message').where('id', '=', id).execute(),
    );
  }

  release({ id }: OutboxMessage): Promise<void> {
    return this.#update(id, { due_at: this.#now() });
  }

  /** Makes every message due; for a file that only this process has open. */
  async makeAllDue(): Promise<void> {
    const due_at = this.#now();
    await this.#store.change((db) =>
      db.updateTable('outbox_message').set({ due_at }).where('state', '=', 'waiting').execute(),
    );
  }

  figures(): Promise<readonly OutboxFigures[]> {
    return this.#store.query((db) => outboxFigures(db, this.#now()));
  }

  async #update(id: string, values: Partial<OutboxRow>): Promise<void> {
    await this.#store.change((db) =>
      db
        .updateTable('outbox_message')
        .set(values)
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .execute(),
    );
  }
}

function reporting(
  channels: readonly OutboxChannel[],
  kind: OutboxEventKind,
): readonly OutboxChannel[] {
  return channels.filter(({ kinds }) => kinds.includes(kind));
}

/** Gives a message up that was tried for three days, so that later ones are sent. */
async function giveUp(store: Store, id: string, now: number): Promise<void> {
  await store.change((db) =>
    db
      .updateTable('outbox_message')
      .set(endedRow('failed', now))
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .where('added_at', '<', now - givenUpAfterMs)
      .execute(),
  );
}

/** Doubles with each attempt; by chance up to a fifth longer, so that receivers are not flooded. */
function pauseMs(attempts: number): number {
  const pause = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
  return Math.round(pause * (1 + Math.random() / 5));
}
