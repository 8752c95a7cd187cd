import type { Answer } from './call.ts';
import { Cancellation } from './cancellation.ts';
import type { CancelListener } from './cancellation.ts';

/** Begins a read; `ended` must be called when it has ended, before anybody is told how. */
export type BeginRead = (everybody: Cancellation, ended: () => void) => Promise<Answer>;

/**
 * Identical reads of one caller that are under way at one time are one read (design D8). The key holds the caller,
 * so nothing is ever shared between two. A read begun before a change never answers one begun after it.
 */
export class SharedReads {
  readonly #underWay = new Map<string, Reading>();

  /** Joins the read of this key, or begins it; it is given up when all who wait for it are gone. */
  read(key: string, client: Cancellation | undefined, begin: BeginRead): Promise<Answer> {
    const known = this.#underWay.get(key);
    if (known?.answer !== undefined && !known.cancelled) {
      known.join(client);
      return known.answer;
    }
    const reading = new Reading(client);
    this.#underWay.set(key, reading);
    reading.answer = begin(reading, () => {
      if (this.#underWay.get(key) === reading) this.#underWay.delete(key);
      reading.answer = undefined;
    });
    return reading.answer;
  }

  /** From here on every read is begun anew: something is being changed, or has been. */
  forget(): void {
    this.#underWay.clear();
  }
}

/** A read that is under way; cancelled when everybody who waits for it is. */
class Reading extends Cancellation implements CancelListener {
  answer: Promise<Answer> | undefined;
  #waiting = 0;

  constructor(client: Cancellation | undefined) {
    super();
    this.join(client);
  }

  join(client: Cancellation | undefined): void {
    this.#waiting += 1;
    client?.listen(this);
  }

  onCancel(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.cancel();
  }
}
