import type { Answer } from './call.ts';
import { Cancellation } from './cancellation.ts';

interface Reading {
  readonly answer: Promise<Answer>;
  readonly waiting: Waiting;
}

/**
 * Identical reads of one caller that are under way at one time are one read (design D8). The key holds the caller,
 * so nothing is ever shared between two. A read begun before a change never answers one begun after it.
 */
export class SharedReads {
  readonly #underWay = new Map<string, Reading>();

  /** Joins the read of this key, or starts it; it is given up when all who wait for it are gone. */
  read(
    key: string,
    client: Cancellation | undefined,
    start: (client: Cancellation) => Promise<Answer>,
  ): Promise<Answer> {
    const known = this.#underWay.get(key);
    if (known !== undefined && !known.waiting.cancelled) {
      known.waiting.join(client);
      return known.answer;
    }
    const waiting = new Waiting();
    waiting.join(client);
    const reading: Reading = { waiting, answer: start(waiting) };
    this.#underWay.set(key, reading);
    const forget = (): void => {
      if (this.#underWay.get(key) === reading) this.#underWay.delete(key);
    };
    reading.answer.then(forget, forget);
    return reading.answer;
  }

  /** From here on every read is begun anew: something is being changed, or has been. */
  forget(): void {
    this.#underWay.clear();
  }
}

/** Cancelled when everybody who waits is. */
class Waiting extends Cancellation {
  #left = 0;

  join(client: Cancellation | undefined): void {
    this.#left += 1;
    client?.listen(() => {
      this.#left -= 1;
      if (this.#left === 0) this.cancel();
    });
  }
}
