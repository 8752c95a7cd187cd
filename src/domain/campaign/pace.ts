/** AM counts as slow if a call takes this many times as long as it did at its best. */
const slowFactor = 3;

/** The shortest time of a call that slowness is measured by, in milliseconds. */
const leastCallMs = 25;

/** How fast the best time follows a lasting change, for each person. */
const drift = 1.02;

/** How much a campaign slows down at most, because of slowness and because of failures. */
const mostSlowness = 16;
const mostTrouble = 32;

/** The pause after a failure of AM doubles from this to 8 seconds, in milliseconds. */
const troublePauseMs = 250;

/** From how much trouble on a campaign is held: one person at a time tries whether AM works. */
const heldFrom = 8;

/** How the calls of one person ended. */
export interface PersonCalls {
  /** The mean time of a call, in milliseconds; null without a call. */
  readonly callMs: number | null;
  /** Whether AM failed, so that nothing was done. */
  readonly isFailed: boolean;
}

/**
 * When the next person may start: at the campaign's pace, later while AM is slow or fails. Time
 * that was lost is not made up for, so that no burst follows a pause.
 */
export class Pace {
  readonly #intervalMs: number;
  #nextAt: number;
  #callMs = leastCallMs;
  #bestMs = Infinity;
  #trouble = 1;

  /** @param lastAt when the last person started, in milliseconds of the same clock as `now` */
  constructor(perMinute: number, lastAt: number) {
    this.#intervalMs = 60_000 / perMinute;
    this.#nextAt = lastAt + this.#intervalMs;
  }

  /** How long to wait before the next person starts, in milliseconds. */
  waitMs(now: number): number {
    return Math.max(0, this.#nextAt - now);
  }

  /** Notes that a person starts. */
  started(now: number): void {
    this.#nextAt = Math.max(now, this.#nextAt) + this.#interval;
  }

  /** Notes how a person's calls ended. */
  ended({ callMs, isFailed }: PersonCalls, now: number): void {
    if (isFailed) {
      this.#trouble = Math.min(mostTrouble, this.#trouble * 2);
      this.#nextAt = Math.max(this.#nextAt, now + troublePauseMs * this.#trouble);
      return;
    }
    if (this.#trouble > 1) {
      this.#trouble = this.isHeld ? 1 : this.#trouble / 2;
      this.#nextAt = Math.min(this.#nextAt, now + this.#interval);
    }
    if (callMs === null) return;
    this.#callMs += (Math.max(leastCallMs, callMs) - this.#callMs) / 4;
    this.#bestMs = Math.min(this.#bestMs * drift, this.#callMs);
  }

  /** Whether AM fails so often that only one person at a time is tried. */
  get isHeld(): boolean {
    return this.#trouble >= heldFrom;
  }

  /** By how much the pace is lower than the campaign's because AM is slow; 1 if it is not. */
  get slowness(): number {
    if (this.#bestMs === Infinity) return 1;
    return Math.min(mostSlowness, Math.max(1, this.#callMs / (slowFactor * this.#bestMs)));
  }

  get #interval(): number {
    return this.#intervalMs * Math.max(this.slowness, this.#trouble);
  }
}
