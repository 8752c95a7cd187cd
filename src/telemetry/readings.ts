/**
 * How long a scrape waits for figures, in milliseconds. Prometheus gives up after ten seconds by
 * default, and after five if it asks as often as `docs/operating.md` says.
 */
export const readingMs = 2_000;

/**
 * Figures that are read when the metrics are requested. An observer must not depend on what it
 * observes: a figure that cannot be read does not delay the others (reliability R56).
 */
export class Readings {
  readonly #refreshes: (() => Promise<void>)[] = [];

  /** `show` gets the figures; null if they cannot be read in time. */
  add<Figures>(read: () => Promise<Figures>, show: (figures: Figures | null) => void): void {
    const reading = readOnce(read);
    this.#refreshes.push(async () => show(await inTime(reading()).catch(() => null)));
  }

  /** Reads all figures at the same time. Ends after `readingMs`, whatever does not answer. */
  async refresh(): Promise<void> {
    await Promise.all(this.#refreshes.map((refresh) => refresh()));
  }
}

/** Returns a read that all share who want it while it is under way: slow ones do not add up. */
export function readOnce<Figures>(read: () => Promise<Figures>): () => Promise<Figures> {
  let reading: Promise<Figures> | undefined;
  return () => (reading ??= read().finally(() => (reading = undefined)));
}

/** Rejects if a figure is not read in time. */
async function inTime<T>(reading: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(reject, readingMs, new Error('The figure is not read in time.'));
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
