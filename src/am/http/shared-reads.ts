import type { Call } from './call.ts';
import type { CallInFlight } from './call-in-flight.ts';

const bucketCount = 256;

interface SharedRead {
  readonly path: string;
  readonly version: string | null;
  readonly caller: string;
  readonly read: CallInFlight;
}

/**
 * Shares identical reads that one caller has in flight (design D8): same path, version and caller.
 * A read that started before a change never answers one that starts after it.
 *
 * A table of arrays: a Map keeps former tables alive, and with them calls that have ended
 * (docs/adr/0026). With 64 requests of three reads under way, a request costs 3 to 9 µs more with a
 * Map keyed by the text, and 5 to 8 µs more with one array: 2 to 5 % of its CPU time (three
 * processes of each, taking turns). Garbage collection takes three times as long with a Map.
 */
export class SharedReads {
  readonly #buckets: readonly SharedRead[][] = Array.from({ length: bucketCount }, () => []);

  /** The same read in flight, or the read of `start`, which others may join until `onEnd`. */
  join(
    { route: { path }, version }: Call,
    caller: string,
    start: (onEnd: () => void) => CallInFlight,
  ): CallInFlight {
    const bucket = this.#bucketOf(path);
    const known = bucket.find(
      (one) =>
        one.path === path &&
        one.version === version &&
        one.caller === caller &&
        one.read.isJoinable,
    );
    if (known !== undefined) return known.read;
    const read = start(() => {
      const at = bucket.findIndex((one) => one.read === read);
      if (at >= 0) bucket.splice(at, 1);
    });
    bucket.push({ path, version, caller, read });
    return read;
  }

  /** Keeps later reads from joining those in flight. Called before and after every change. */
  forget(): void {
    for (const bucket of this.#buckets) bucket.length = 0;
  }

  #bucketOf(path: string): SharedRead[] {
    let sum = path.length;
    // Every seventh character tells people and kinds apart well enough.
    for (let at = path.length - 1; at >= 0; at -= 7) sum = (sum * 31 + path.charCodeAt(at)) | 0;
    return this.#buckets[sum & (bucketCount - 1)] ?? [];
  }
}
