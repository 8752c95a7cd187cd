import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { asText, listOf, objectOf, parsed } from '../../domain/values/json.ts';
import { isOutboxEventKind, type OutboxChannel } from '../../domain/outbox/outbox.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';

/** How often a gateway notes its channels, in milliseconds. */
const noteEveryMs = 20_000;

/** How long messages are written for a gateway that was not seen, in milliseconds. */
const rememberedMs = 86_400_000;

/** Without a note for this long, a gateway is not running, in milliseconds. */
const runsMs = 120_000;

interface ChannelParts {
  readonly now: () => number;
  readonly channels?: readonly OutboxChannel[] | undefined;
  readonly warn?: ((message: string) => void) | undefined;
}

/**
 * The channels of all gateways on a ledger. What is reported is decided by these, and not by the
 * options of the gateway that happens to make a change (G23).
 */
export class DeploymentChannels {
  readonly #store: Store;
  readonly #parts: ChannelParts;
  readonly #own: readonly OutboxChannel[];
  readonly #id = randomUUID();
  #known: readonly OutboxChannel[];
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, parts: ChannelParts) {
    this.#store = store;
    this.#parts = parts;
    this.#own = parts.channels ?? [];
    this.#known = this.#own;
  }

  /** The channels as they were known last. */
  get known(): readonly OutboxChannel[] {
    return this.#known;
  }

  /** Notes the channels of this gateway from now on. SQLite has one gateway, whose they are. */
  async start(): Promise<void> {
    if (!this.#store.isShared) return;
    this.#timer = setInterval(() => void this.#note(), noteEveryMs).unref();
    await this.#note();
    await this.#reportOthers();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Reads the channels, in the transaction that records an event. */
  async read(db: Reading): Promise<readonly OutboxChannel[]> {
    if (!this.#store.isShared) return this.#own;
    const noted = await notedChannels(db, this.#parts.now() - rememberedMs);
    this.#known = union([...this.#own, ...noted]);
    return this.#known;
  }

  /** While the ledger is away nothing is noted; readiness reports it. */
  async #note(): Promise<void> {
    const seen_at = this.#parts.now();
    const row = { id: this.#id, seen_at, channels: JSON.stringify(this.#own) };
    await this.#store
      .change(async (db) => {
        await db
          .insertInto('gateway_instance')
          .values(row)
          .onConflict((on) => on.column('id').doUpdateSet({ seen_at }))
          .execute();
        await db
          .deleteFrom('gateway_instance')
          .where('seen_at', '<', seen_at - rememberedMs)
          .execute();
        await this.read(db);
      })
      .catch(() => undefined);
  }

  async #reportOthers(): Promise<void> {
    const since = this.#parts.now() - runsMs;
    const noted = await this.#store.query((db) => notedChannels(db, since)).catch(() => []);
    const difference = differenceOf(this.#own, noted);
    if (difference !== null) this.#parts.warn?.(difference);
  }
}

/** Says which channels of running gateways this one lacks; null if it lacks none. */
export function differenceOf(
  own: readonly OutboxChannel[],
  noted: readonly OutboxChannel[],
): string | null {
  const others = new Set(noted.map(({ name }) => name));
  for (const { name } of own) others.delete(name);
  if (others.size === 0) return null;
  return `Other gateways on this ledger report to ${[...others].toSorted().join(', ')}, and this one does not. It records messages for them.`;
}

const readChannels = listOf(
  objectOf<OutboxChannel>({
    name: asText,
    // A newer version may report further kinds.
    kinds: (value) => listOf(asText)(value).filter(isOutboxEventKind),
  }),
);

async function notedChannels(db: Reading, since: number): Promise<OutboxChannel[]> {
  const rows = await db
    .selectFrom('gateway_instance')
    .select('channels')
    .where('seen_at', '>=', since)
    .execute();
  return rows.flatMap(({ channels }) => channelsIn(channels));
}

/** Reads the channels of the gateways that run now, by the clock of PostgreSQL. */
export async function runningChannels(db: Reading): Promise<OutboxChannel[]> {
  const { rows } = await sql<{ channels: string }>`
    select channels from gateway_instance
    where seen_at > extract(epoch from clock_timestamp()) * 1000 - ${runsMs}`.execute(db);
  return rows.flatMap(({ channels }) => channelsIn(channels));
}

/** Reads the channels of a gateway; none if they cannot be read. */
function channelsIn(text: string): readonly OutboxChannel[] {
  try {
    return readChannels(parsed(text));
  } catch {
    return [];
  }
}

/** One channel for each name, with the kinds of all gateways. */
function union(channels: readonly OutboxChannel[]): OutboxChannel[] {
  const byName = Map.groupBy(channels, ({ name }) => name);
  return [...byName].map(([name, same]) => ({
    name,
    kinds: [...new Set(same.flatMap(({ kinds }) => kinds))],
  }));
}
