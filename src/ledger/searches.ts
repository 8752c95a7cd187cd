import type { RecordedSearch, SearchBegun, SearchLimit } from '../domain/ledger.ts';
import { securityEvent } from '../domain/security-event.ts';
import type { SecurityEvent } from '../domain/security-event.ts';
import { append } from './chain.ts';
import { newChangeId } from './change-id.ts';
import { Lately } from './lately.ts';
import { actorKey } from './record.ts';
import type { Store, Writing } from './store.ts';

/** So long a search waits for the ledger, and so long the ledger is not asked again after that. */
const patienceMs = 1_000;
const awayMs = 5_000;

/** A refused search of one actor is recorded, and an event, once within this time. */
const sameMs = 60_000;

/** The most actors whose searches this process remembers. */
const mostActors = 1_000;

/** What searches are counted with. */
export interface SearchParts {
  readonly store: Store;
  readonly now: () => number;
  readonly signal: (event: SecurityEvent) => void;
}

/**
 * Counts the searches of each actor in the ledger, so that every process counts the same ones. While the ledger does not
 * answer, this process counts those that it has seen itself, and searches go on (decision 39).
 */
export class Searches {
  readonly #parts: SearchParts;
  readonly #seen = new Map<string, number[]>();
  readonly #told = new Lately(sameMs);
  #awaySince = -Infinity;

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  /** Whether a search may be made; it is recorded where that is possible. Never rejects. */
  async begin(search: RecordedSearch, limits: readonly SearchLimit[]): Promise<SearchBegun> {
    const now = this.#parts.now();
    const key = actorKey(search.actor);
    const begun = (await this.#recorded(search, limits, now)) ?? this.#counted(key, limits, now);
    if (begun.kind === 'limited') this.#tell('limit-reached', search, now);
    else this.#remember(key, now, limits);
    return begun;
  }

  /** Null where the ledger does not answer. */
  async #recorded(
    search: RecordedSearch,
    limits: readonly SearchLimit[],
    now: number,
  ): Promise<SearchBegun | null> {
    if (Math.abs(now - this.#awaySince) >= awayMs) {
      const writing = this.#parts.store.write((transaction) =>
        record(transaction, { search, limits, now }),
      );
      const begun = await withinTime(writing, patienceMs);
      if (begun !== null) return begun;
      this.#awaySince = this.#parts.now();
    }
    this.#tell('records-left-out', search, now);
    return null;
  }

  #counted(key: string, limits: readonly SearchLimit[], now: number): SearchBegun {
    const times = this.#seen.get(key) ?? [];
    return verdictOf(limits, now, ({ most }) => times.at(-most));
  }

  #remember(key: string, now: number, limits: readonly SearchLimit[]): void {
    const most = Math.max(0, ...limits.map((rate) => rate.most));
    const times = [...(this.#seen.get(key) ?? []), now].slice(-Math.max(1, most));
    this.#seen.delete(key);
    this.#seen.set(key, times);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > mostActors && oldest !== undefined) this.#seen.delete(oldest);
  }

  #tell(type: SecurityEvent['type'], search: RecordedSearch, now: number): void {
    const { actor, realm, correlationId } = search;
    if (this.#told.again(JSON.stringify([type, actorKey(actor)]), now)) return;
    this.#parts.signal(securityEvent(type, { realm, role: actor.role, correlationId }));
  }
}

interface Asked {
  readonly search: RecordedSearch;
  readonly limits: readonly SearchLimit[];
  readonly now: number;
}

async function record(transaction: Writing, { search, limits, now }: Asked): Promise<SearchBegun> {
  const place = { realm: search.realm, change: newChangeId(), now };
  const times = new Map<SearchLimit, number | undefined>();
  for (const rate of limits) times.set(rate, await nthNewest(transaction, { search, rate, now }));
  const begun = verdictOf(limits, now, (rate) => times.get(rate));
  if (begun.kind === 'may be made') {
    await append(transaction, place, { kind: 'search', search, code: null });
  } else if (!(await wasRefusedLately(transaction, search, now))) {
    await append(transaction, place, { kind: 'search', search, code: 'RATE_LIMITED' });
  }
  return begun;
}

async function nthNewest(
  transaction: Writing,
  { search, rate, now }: Pick<Asked, 'search' | 'now'> & { readonly rate: SearchLimit },
): Promise<number | undefined> {
  const row = await transaction
    .selectFrom('ledger_record')
    .select('at')
    .where('actor', '=', actorKey(search.actor))
    .where('at', '>', now - rate.withinSeconds * 1000)
    .where('kind', '=', 'search')
    .where('counted', '=', 1)
    .orderBy('at', 'desc')
    .offset(rate.most - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}

async function wasRefusedLately(
  transaction: Writing,
  { actor }: RecordedSearch,
  now: number,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('ledger_record')
    .select('number')
    .where('actor', '=', actorKey(actor))
    .where('at', '>', now - sameMs)
    .where('kind', '=', 'search')
    .where('counted', '=', 0)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** `nth` tells when the oldest of the searches that fill a rate was made. */
function verdictOf(
  limits: readonly SearchLimit[],
  now: number,
  nth: (rate: SearchLimit) => number | undefined,
): SearchBegun {
  const waits = limits.flatMap((rate) => {
    const waitMs = (nth(rate) ?? -Infinity) + rate.withinSeconds * 1000 - now;
    return waitMs > 0 ? [Math.ceil(waitMs / 1000)] : [];
  });
  if (waits.length === 0) return { kind: 'may be made' };
  return { kind: 'limited', retryAfterSeconds: Math.max(...waits) };
}

/** Null where something fails or takes longer; what it comes to then does not matter any more. */
async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, ms, null)));
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
