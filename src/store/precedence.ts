import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Reading } from './tables/handles.ts';

/** How long a part of a costly read waits for changes by default, and how often it looks (ms). */
const defaultMs = 10;
const lookMs = 1;

/** How to read very many records: others go on between two parts. */
export interface ReadingInParts {
  readonly db: Reading;
  readonly giveWay: () => Promise<void>;
}

/**
 * Lets changes go before costly reads. All requests of a process share its event loop: a change
 * asks the database a dozen times, and each answer would wait for a part of a read.
 */
export class Precedence {
  readonly #mostMs: number;
  #changes = 0;

  constructor(mostMs = defaultMs) {
    this.#mostMs = mostMs;
  }

  started(): void {
    this.#changes += 1;
  }

  ended(): void {
    this.#changes -= 1;
  }

  /** Lets other requests go on; waits for the changes under way, but never long for slow ones. */
  async giveWay(): Promise<void> {
    const end = performance.now() + this.#mostMs;
    await setImmediate();
    while (this.#changes > 0 && performance.now() < end) await setTimeout(lookMs);
  }
}
