import { demoUuids, deviceIds } from '../people/demo-people.ts';
import type { FaultEffect } from './faults.ts';

/** How long AM cannot list Tom's devices after the lost answer. His entry in `cast` says it. */
const awayMs = 15_000;

const lists = new RegExp(`/users/(?:tom|${demoUuids.tom})/devices/2fa/oath\\?`);

/**
 * In a demo, AM removes Tom's old tablet, but its answer is lost, and AM cannot be asked for a
 * while. So the gateway cannot find out at once what became of the removal.
 */
export class LostAnswers {
  readonly #now: () => number;
  #lostAt: number | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Returns what becomes of a request; undefined if it is answered. `url` is the raw path. */
  take(method: string, url: string): FaultEffect | undefined {
    if (this.#lostAt === null) {
      if (method !== 'DELETE' || !url.includes(deviceIds.tomOathOld)) return undefined;
      this.#lostAt = this.#now();
      return { kind: 'cut', when: 'after' };
    }
    const isAway = this.#now() - this.#lostAt < awayMs;
    return isAway && lists.test(url) ? { kind: 'cut', when: 'before' } : undefined;
  }

  /** Makes the next removal the first one again. */
  clear(): void {
    this.#lostAt = null;
  }
}
