import type { Am } from '../../am/index.ts';
import {
  isSamePerson,
  recordedNames,
  type RecordedChange,
} from '../../domain/change/change-record.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Person } from '../../domain/people/person.ts';
import { settleChanges, settledAfterMs, type Settled, type SettleParts } from './open-changes.ts';

/** How often to look for open changes: one is closed at most this long after it may be closed. */
export const lookEveryMs = 120_000;

/**
 * A look reads what has become old enough since the last look, and before that a margin, since the
 * clocks of several gateways differ. The first one reads a month; older changes are left to the
 * operator.
 */
const marginMs = 600_000;
const forgottenAfterMs = 30 * 24 * 3_600_000;

/** What open changes are settled with. */
export interface SettlingParts extends SettleParts {
  /** AM with the service credential; null if none is configured. */
  readonly service: Am | null;
  /** Milliseconds between two looks. Default: two minutes. */
  readonly everyMs?: number | undefined;
  readonly log: {
    readonly note: (message: string) => void;
    readonly warn: (message: string) => void;
  };
}

/** Callers who act on their own account, and AM with their own credential. */
export interface Visit {
  readonly am: Am;
  readonly person: Person | null;
}

/**
 * Closes the changes that a crash of any gateway left open, or whose outcome was lost, by reading
 * AM (reliability R23): with the service credential at startup and every two minutes; otherwise at
 * the person's next request.
 */
export class Settling {
  readonly #parts: SettlingParts;
  #left: readonly RecordedChange[] = [];
  #lookedUntil = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(parts: SettlingParts) {
    this.#parts = parts;
  }

  start(): void {
    void this.#look();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Closes the visitor's open changes in the background; the request does not wait. */
  settleOf({ am, person }: Visit): void {
    if (this.#left.length === 0 || person === null) return;
    const names = recordedNames(person);
    const isOwn = ({ intent }: RecordedChange): boolean => isSamePerson(intent.target, names);
    const changes = this.#left.filter(isOwn);
    if (changes.length === 0) return;
    this.#left = this.#left.filter((change) => !isOwn(change));
    const parts = { ...this.#parts, person };
    void this.#closed(() => settleChanges(changes, am.forAll(), parts)).then((left) => {
      if (left !== null) this.#left = [...this.#left, ...left];
    });
  }

  async #look(): Promise<void> {
    const left = await this.#closed(() => this.#settleByService());
    if (left !== null) this.#left = left;
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#look(), this.#parts.everyMs ?? lookEveryMs).unref();
  }

  async #settleByService(): Promise<Settled> {
    const { ledger, service } = this.#parts;
    const at = ledger.now();
    const after = Math.max(at - forgottenAfterMs, this.#lookedUntil - marginMs);
    const until = at - settledAfterMs;
    const found = await ledger.openIntents({ before: new Date(until), after: new Date(after) });
    const byId = new Map([...this.#left, ...found].map((change) => [change.id, change]));
    const open = [...byId.values()];
    const settled =
      service === null
        ? { closed: 0, left: open }
        : await settleChanges(open, service, this.#parts);
    // After an error the next look reads the same changes again.
    this.#lookedUntil = until;
    return settled;
  }

  /** The changes that are left; null if that cannot be found out now. */
  async #closed(settle: () => Promise<Settled>): Promise<readonly RecordedChange[] | null> {
    const { log } = this.#parts;
    try {
      const { closed, left } = await settle();
      if (closed > 0) log.note(`${closed} changes that were left open are closed by reading AM.`);
      return left;
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'INTERNAL';
      log.warn(`Unfinished changes cannot be read: ${code}. They stay open until the next try.`);
      return null;
    }
  }
}
