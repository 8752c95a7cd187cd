import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** How important a request is, the most important first: changes, what looks at people and devices, searches. */
export type Priority = 'change' | 'look' | 'search';

/** How many requests are in flight at least and at most while the process has more to do than it can. */
const least = 32;
const most = 200;

/** How much slower than without load requests may become; what is faster than `quickMs` is never too slow. */
const tolerance = 1.5;
const quickMs = 25;

/** Above this share of its time the event loop counts as busy, and above this delay, in milliseconds, as late. */
const busyShare = 0.8;
const lateMs = 100;

const tickMs = 50;

/** For how many ticks in a row the event loop has time left before the limit is given up, and how much it grows in each. */
const calmTicks = 10;
const calmGrowth = 1.125;

/** A request older than this waits for AM, whose compartments bound it; it takes no place here any more. */
const ticksCounted = 20;

/** Which part of the limit looks and searches may fill. */
const shares = { look: 1, search: 0.7 } as const;

/** Changes may pass the limit, since they are rare and matter most: this many times as much. */
const changeShare = 2;

/** What is seen of the admission from outside. */
export interface AdmissionStats {
  /** Requests in flight that count. */
  readonly counted: number;
  readonly limit: number;
  /** Whether the limit holds: the process has as much to do as it can. */
  readonly busy: boolean;
  readonly refused: Readonly<Record<Priority, number>>;
}

/**
 * Limits the requests in flight while the process is busy, so that it does well what it does instead of everything too
 * late: the limit grows while requests are about as quick as without load, and shrinks while they are slower
 * (a gradient limit), or while the event loop is late (reliability R13, R14). An idle process refuses nothing, however
 * slow AM is.
 */
export class Admission {
  readonly #loop = monitorEventLoopDelay({ resolution: 10 });
  readonly #timer: NodeJS.Timeout;
  readonly #tell: (refused: number) => void;
  #untold = 0;
  /** Requests in flight by the tick of their coming, the last ticks only. */
  readonly #byTick = Array.from({ length: ticksCounted }, () => 0);
  readonly #refused: Record<Priority, number> = { change: 0, look: 0, search: 0 };
  #tick = 0;
  #counted = 0;
  #peak = 0;
  #limit = least;
  #isBusy = false;
  /** Ticks in a row in which the event loop had time left. */
  #calm = 0;
  #sum = 0;
  #samples = 0;
  /** How long a request takes without load, in milliseconds; 0 until it is known. */
  #usualMs = 0;
  #utilization = performance.eventLoopUtilization();

  /** @param tell called once a second at most with how many requests have been refused since */
  constructor(tell: (refused: number) => void) {
    this.#tell = tell;
    this.#loop.enable();
    this.#timer = setInterval(() => this.#adapt(), tickMs).unref();
  }

  /** Whether every request is let in now, whatever it asks for. */
  get isOpen(): boolean {
    return !this.#isBusy || this.#counted < this.#limit * shares.search;
  }

  /** Whether a request of a priority is let in now; one that is not is counted. */
  lets(priority: Priority): boolean {
    if (!this.#isBusy || this.#counted < this.#most(priority)) return true;
    this.#refused[priority] += 1;
    this.#untold += 1;
    return false;
  }

  #most(priority: Priority): number {
    if (priority === 'change') return this.#limit * changeShare;
    return this.#limit * shares[priority];
  }

  /** Counts a request that is let in; returns what `leave` needs. */
  enter(): number {
    this.#counted += 1;
    if (this.#counted > this.#peak) this.#peak = this.#counted;
    const slot = this.#tick % ticksCounted;
    this.#byTick[slot] = (this.#byTick[slot] ?? 0) + 1;
    return this.#tick;
  }

  /** Counts the end of a request; `tookMs` is null where it was not served, or is no look that could be compared. */
  leave(entered: number, tookMs: number | null): void {
    if (this.#tick - entered >= ticksCounted) return;
    const slot = entered % ticksCounted;
    this.#byTick[slot] = (this.#byTick[slot] ?? 0) - 1;
    this.#counted -= 1;
    if (tookMs === null) return;
    this.#sum += tookMs;
    this.#samples += 1;
  }

  stats(): AdmissionStats {
    const limit = Math.round(this.#limit);
    return {
      counted: this.#counted,
      limit,
      busy: this.#isBusy,
      refused: { ...this.#refused },
    };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#loop.disable();
  }

  #adapt(): void {
    const utilization = performance.eventLoopUtilization();
    const { utilization: share } = performance.eventLoopUtilization(utilization, this.#utilization);
    this.#utilization = utilization;
    const lagMs = this.#loop.mean / 1e6;
    this.#loop.reset();
    const tookMs = this.#samples === 0 ? null : this.#sum / this.#samples;
    this.adapt({ share, lagMs, tookMs });
  }

  /**
   * One tick.
   * @param seen the share of the time in which the event loop was busy, its mean delay, and how long requests took on
   *   average; null where none ended
   */
  adapt({ share, lagMs, tookMs }: Seen): void {
    this.#calm = share > busyShare ? 0 : this.#calm + 1;
    if (this.#calm === 0) this.#limit = clamp(this.#next(lagMs, tookMs));
    else if (this.#isBusy) this.#limit = clamp(calmGrowth * this.#limit);
    this.#isBusy = this.#calm === 0 || (this.#isBusy && this.#calm < calmTicks);
    if (!this.#isBusy && tookMs !== null)
      this.#usualMs = this.#usualMs === 0 ? tookMs : 0.9 * this.#usualMs + 0.1 * tookMs;
    this.#sum = 0;
    this.#samples = 0;
    this.#tick += 1;
    const slot = this.#tick % ticksCounted;
    this.#counted -= this.#byTick[slot] ?? 0;
    this.#byTick[slot] = 0;
    this.#peak = this.#counted;
    if (this.#untold === 0 || slot !== 0) return;
    this.#tell(this.#untold);
    this.#untold = 0;
  }

  #next(lagMs: number, tookMs: number | null): number {
    if (!this.#isBusy) return this.#gradient(tookMs) * this.#peak;
    if (lagMs > lateMs) return 0.8 * this.#limit;
    if (tookMs === null) return this.#limit;
    const target = this.#gradient(tookMs) * this.#limit + Math.sqrt(this.#limit);
    return 0.5 * this.#limit + 0.5 * target;
  }

  /** Which part of what is under way could be done in good time, by Little's law. */
  #gradient(tookMs: number | null): number {
    const goodMs = tolerance * Math.max(this.#usualMs, quickMs);
    return tookMs === null ? 1 : Math.min(1, goodMs / tookMs);
  }
}

/** What one tick has seen. */
export interface Seen {
  readonly share: number;
  readonly lagMs: number;
  readonly tookMs: number | null;
}

function clamp(limit: number): number {
  return Math.min(most, Math.max(least, limit));
}
