import type { Am } from './am/am.ts';
import type { OpenAm } from './am/open-am.ts';
import type { RecordedChange } from './domain/change-record.ts';
import { Failure } from './domain/failure.ts';
import type { Ledger } from './domain/ledger.ts';
import type { PersonRef } from './domain/person.ts';
import type { Log } from './telemetry/log.ts';

/**
 * When open changes are looked for again: what was under way at the start is two minutes old by then. As long as some are
 * left, each wait is twice as long as the last, up to an hour, because a look may read a month of records.
 */
const againMs = 150_000;
const mostMs = 3_600_000;

/** What open changes are closed with. */
export interface SettlingParts {
  readonly ledger: Ledger;
  readonly am: Pick<OpenAm, 'settle' | 'settleAs'>;
  readonly log: Pick<Log, 'note' | 'warn'>;
}

/** Somebody who acts for themselves, and AM with their own credential. */
export interface Visit {
  readonly am: Am;
  readonly person: PersonRef | null;
}

/**
 * Closes the changes that a crash has left open by reading AM (reliability R23): by the service credential at the start and
 * again while some are left, and what that cannot close, or without one, when their person is here the next time.
 */
export class Settling {
  readonly #parts: SettlingParts;
  #left: ReadonlyMap<string, readonly RecordedChange[]> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(parts: SettlingParts) {
    this.#parts = parts;
  }

  start(): void {
    void this.#look(againMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Closes what is open of the visitor, behind their back: nobody waits for the ledger because of this. */
  visited({ am, person }: Visit): void {
    if (this.#left.size === 0 || person === null) return;
    const key = keyOf(person.realm.name, person.id);
    const changes = this.#left.get(key);
    if (changes === undefined) return;
    this.#left = new Map([...this.#left].filter(([other]) => other !== key));
    const { ledger } = this.#parts;
    void this.#closed(() => this.#parts.am.settleAs(am, ledger, changes)).then((left) => {
      if (left !== null) this.#left = new Map([...this.#left, ...byPerson(left)]);
    });
  }

  async #look(waitMs: number): Promise<void> {
    const left = await this.#closed(() => this.#parts.am.settle(this.#parts.ledger));
    if (left !== null) this.#left = byPerson(left);
    const isLast = waitMs > againMs && left?.length === 0;
    if (isLast || this.#isStopped) return;
    const next = Math.min(waitMs * 2, mostMs);
    this.#timer = setTimeout(() => void this.#look(next), waitMs).unref();
  }

  /** What is left; null where that cannot be found out now. */
  async #closed(
    settle: () => ReturnType<OpenAm['settle']>,
  ): Promise<readonly RecordedChange[] | null> {
    const { log } = this.#parts;
    try {
      const { closed, left } = await settle();
      if (closed > 0) log.note(`${closed} changes that were left open are closed by reading AM.`);
      return left;
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'INTERNAL';
      log.warn(`Changes that were left open cannot be looked for: ${code}.`);
      return null;
    }
  }
}

function byPerson(changes: readonly RecordedChange[]): Map<string, readonly RecordedChange[]> {
  return Map.groupBy(changes, ({ intent: { target } }) => keyOf(target.realm, target.id));
}

function keyOf(realm: string, id: string): string {
  return `${realm} ${id}`;
}
