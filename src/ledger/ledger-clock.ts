/** How often to ask for the ledger's time, in milliseconds. */
const askEveryMs = 5_000;

/** An answer that took longer says too little about the time, in milliseconds. */
const promptMs = 1_000;

/** The clocks of this machine. */
export interface ClockSources {
  /** The time of day of this machine. It may jump. Default: `Date.now`. */
  readonly timeOfDay?: (() => number) | undefined;
  /** Milliseconds of a monotonic clock. Default: `performance.now`. */
  readonly elapsed?: (() => number) | undefined;
}

interface ClockParts extends ClockSources {
  /** Returns the time of the database; null if this process alone has the ledger. */
  readonly askTime: () => Promise<number | null>;
}

/**
 * The clock of a ledger, by which everything in it waits and expires (R45). On PostgreSQL it is the
 * server's, so that gateways whose machines differ have one time; on SQLite it is this machine's.
 * It never goes back: after the time was set back, it runs at half speed until both agree, so that
 * no wait takes more than twice as long.
 */
export class LedgerClock {
  readonly #parts: ClockParts;
  readonly #timeOfDay: () => number;
  readonly #elapsed: () => number;
  /** The database's time when the monotonic clock was zero; null until it is known. */
  #offset: number | null = null;
  /** By how much the clock is ahead, because the time was set back. */
  #ahead = 0;
  #last: { readonly time: number; readonly elapsed: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(parts: ClockParts) {
    const { timeOfDay = Date.now, elapsed = () => performance.now() } = parts;
    this.#parts = parts;
    this.#timeOfDay = timeOfDay;
    this.#elapsed = elapsed;
  }

  /** Starts a clock. While the database is away, it shows the time of day. */
  static async start(parts: ClockParts): Promise<LedgerClock> {
    const clock = new LedgerClock(parts);
    await clock.#ask();
    clock.#timer = setInterval(() => void clock.#ask(), askEveryMs).unref();
    return clock;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The time in milliseconds. */
  readonly now = (): number => {
    const elapsed = this.#elapsed();
    const time = this.#offset === null ? this.#timeOfDay() : this.#offset + elapsed;
    const last = this.#last ?? { time, elapsed };
    this.#last = { time, elapsed };
    const passed = elapsed - last.elapsed;
    const setBack = last.time + passed - time;
    this.#ahead = Math.max(0, this.#ahead + setBack - passed / 2);
    return Math.round(time + this.#ahead);
  };

  /** By how much the database's clock is ahead, in milliseconds; null if it is not known. */
  readonly offsetMs = (): number | null =>
    this.#offset === null ? null : this.#offset + this.#elapsed() - this.#timeOfDay();

  async #ask(): Promise<void> {
    const askedAt = this.#elapsed();
    // While the database is away, the clock goes on.
    const time = await this.#parts.askTime().catch(() => null);
    const took = this.#elapsed() - askedAt;
    if (time === null || took > promptMs) return;
    this.#offset = time - (askedAt + took / 2);
  }
}
