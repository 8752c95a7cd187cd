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
 * Joins identical reads that one caller has in flight at one time (design D8): same path, version and caller. A
 * read that began before a change never answers one that begins after it.
 *
 * A table of arrays, because V8's Map leaves former tables behind that keep what was in flight from being freed
 * young. A Map by path costs 4 % CPU on average, up to 10 % in one run and 20 % in some processes; a key joined of path,
 * version and caller costs 9 % more than the table even where its records let go of their calls (docs/adr/0026).
 */
export class SharedReads {
  readonly #buckets: readonly SharedRead[][] = Array.from({ length: bucketCount }, () => []);

  /** The same read in flight, or the one that `begin` makes, which others may join until `onEnd` is called. */
  join(
    { route: { path }, version }: Call,
    caller: string,
    begin: (onEnd: () => void) => CallInFlight,
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
    const read = begin(() => {
      const at = bucket.findIndex((one) => one.read === read);
      if (at >= 0) bucket.splice(at, 1);
    });
    bucket.push({ path, version, caller, read });
    return read;
  }

  /** Lets no later read join those in flight. Called before and after every change. */
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
