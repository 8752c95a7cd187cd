/** Watches that count their looks, so that a test can wait until no look is under way. */
import type { Look, Watch, Watches } from '../../src/domain/change/watch.ts';

export class CountedWatches implements Watches {
  readonly #watches: Watches;
  underWay = 0;
  settled = 0;

  constructor(watches: Watches) {
    this.#watches = watches;
  }

  async claim(): Promise<Watch | null> {
    this.underWay += 1;
    const watch = await this.#watches.claim();
    if (watch === null) this.underWay -= 1;
    return watch;
  }

  async settle(watch: Watch, look: Look): Promise<void> {
    this.settled += 1;
    await this.#watches.settle(watch, look).finally(() => (this.underWay -= 1));
  }
}
