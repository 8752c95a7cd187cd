import { LRUCache } from 'lru-cache';
import type { RecordedSearch, SearchBegun, SearchLimit } from '../../domain/ledger-ports/ledger.ts';
import { securityEvent, type SecurityEvent } from '../../domain/outbox/security-event.ts';
import type { LedgerContext } from '../records/background.ts';
import { append, newChangeId } from '../../store/records/chain.ts';
import { RecentKeys } from '../records/recent-keys.ts';
import type { Writing } from '../../store/tables/handles.ts';
import { isOfActor, keyOf } from '../../store/records/who.ts';
import { limitedBy } from '../../domain/values/limit.ts';

/** How long a search waits for the ledger, and how long searches then do without it. */
const patienceMs = 1_000;
const awayMs = 5_000;

/** A refused search of one actor is recorded, and an event reported, once within this time. */
const sameMs = 60_000;

/** A search to decide on. */
interface SearchRequest {
  readonly search: RecordedSearch;
  readonly limits: readonly SearchLimit[];
  readonly now: number;
}

/**
 * Counts the searches of each actor in the ledger, so that every process counts the same ones.
 * While the ledger does not answer, this process counts only its own searches (decision 39).
 */
export class Searches {
  readonly #context: LedgerContext;
  /** The times of each actor's newest searches. */
  readonly #times = new LRUCache<string, number[]>({ max: 1_000 });
  readonly #reported = new RecentKeys(sameMs);
  #awaySince = -Infinity;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  /** Decides on a search, and records it if the ledger answers. Never rejects. */
  async begin(search: RecordedSearch, limits: readonly SearchLimit[]): Promise<SearchBegun> {
    const request = { search, limits, now: this.#context.now() };
    const begun = (await this.#recorded(request)) ?? this.#counted(request);
    if (begun.kind === 'limited') this.#report('limit-reached', request);
    else this.#remember(request);
    return begun;
  }

  /** Decides by the ledger; null if it does not answer. */
  async #recorded(request: SearchRequest): Promise<SearchBegun | null> {
    const { store, now } = this.#context;
    if (Math.abs(request.now - this.#awaySince) >= awayMs) {
      const writing = store.append((transaction) => record(transaction, request));
      const begun = await withinTime(writing, patienceMs);
      if (begun !== null) return begun;
      this.#awaySince = now();
    }
    this.#report('records-left-out', request);
    return null;
  }

  /** Decides by the searches of this process. */
  #counted({ search, limits, now }: SearchRequest): SearchBegun {
    const times = this.#times.get(keyOf(search.actor)) ?? [];
    return decide(
      limits,
      limits.map(({ most }) => times.at(-most)),
      now,
    );
  }

  #remember({ search, limits, now }: SearchRequest): void {
    const key = keyOf(search.actor);
    const most = Math.max(1, ...limits.map((limit) => limit.most));
    this.#times.set(key, [...(this.#times.get(key) ?? []), now].slice(-most));
  }

  #report(type: SecurityEvent['type'], { search, now }: SearchRequest): void {
    const { actor, realm, correlationId } = search;
    if (!this.#reported.addIfNew(JSON.stringify([type, keyOf(actor)]), now)) return;
    this.#context.signal(securityEvent(type, { realm, role: actor.role, correlationId }));
  }
}

async function record(
  transaction: Writing,
  { search, limits, now }: SearchRequest,
): Promise<SearchBegun> {
  const searches = (counted: 0 | 1, withinMs: number) =>
    transaction
      .selectFrom('ledger_record')
      .select('at')
      .where(isOfActor(search.actor))
      .where('at', '>', now - withinMs)
      .where('kind', '=', 'search')
      .where('counted', '=', counted)
      .orderBy('at', 'desc')
      .limit(1);
  const times: (number | undefined)[] = [];
  for (const { most, withinSeconds } of limits) {
    const filling = searches(1, withinSeconds * 1000).offset(most - 1);
    times.push((await filling.executeTakeFirst())?.at);
  }
  const begun = decide(limits, times, now);
  const code = begun.kind === 'limited' ? 'RATE_LIMITED' : null;
  const earlier = code === null ? undefined : await searches(0, sameMs).executeTakeFirst();
  const key = { realm: search.realm, change: newChangeId(), now };
  if (earlier === undefined) await append(transaction, key, { kind: 'search', search, code });
  return begun;
}

/** `times` has, for each limit, the time of the oldest search that fills it. */
function decide(
  limits: readonly SearchLimit[],
  times: readonly (number | undefined)[],
  now: number,
): SearchBegun {
  const [longest] = limits
    .flatMap((rate, index) => {
      const at = times[index] ?? -Infinity;
      const isReached = at + rate.withinSeconds * 1000 > now;
      const rule = { limit: 'SEARCHES', whose: 'searches', rate } as const;
      return isReached ? [limitedBy(rule, { at, now })] : [];
    })
    .toSorted((one, other) => other.until - one.until);
  return longest ?? { kind: 'may be made' };
}

/** Returns null if the work fails or takes longer; its result is then ignored. */
async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, ms, null)));
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
