import type { Call } from './call.ts';
import { dropFrom } from './drop-from.ts';
import type { Sending } from './sending.ts';

const bucketCount = 256;

/**
 * Identical reads of one caller that are under way at one time are one read (design D8). What is compared holds the
 * caller, so nothing is ever shared between two. A read begun before a change never answers one begun after it.
 *
 * A table of arrays and not a Map: under constant coming and going a Map leaves tables behind that refer to one
 * another and to whatever was under way, which then has to be collected with the old instead of the young.
 */
export class SharedReads {
  readonly #buckets: readonly Sending[][] = Array.from({ length: bucketCount }, () => []);

  /** The same read of the same caller that is under way, or else one that is made and may be joined from here on. */
  read(call: Call, caller: string, make: () => Sending): Sending {
    const bucket = this.#bucketOf(call);
    const underWay = bucket.find((one) => one.isSame(call, caller));
    if (underWay !== undefined) return underWay;
    const made = make();
    bucket.push(made);
    return made;
  }

  /** It has ended: who comes now begins anew. */
  ended(sending: Sending): void {
    dropFrom(this.#bucketOf(sending.call), sending);
  }

  /** From here on every read is begun anew: something is being changed, or has been. */
  forget(): void {
    for (const bucket of this.#buckets) bucket.length = 0;
  }

  #bucketOf({ route: { path } }: Call): Sending[] {
    let sum = path.length;
    // Every seventh character tells people and kinds apart well enough.
    for (let at = path.length - 1; at >= 0; at -= 7) sum = (sum * 31 + path.charCodeAt(at)) | 0;
    return this.#buckets[sum & (bucketCount - 1)] ?? [];
  }
}
