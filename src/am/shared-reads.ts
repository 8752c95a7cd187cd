import type { Call } from './call.ts';
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

  /** The same read of the same caller that is under way and may be joined. */
  find(call: Call, caller: string): Sending | undefined {
    return this.#bucketOf(call).find((one) => one.isSame(call, caller));
  }

  /** From here on it may be joined. */
  add(sending: Sending): void {
    this.#bucketOf(sending.call).push(sending);
  }

  /** It has ended: who comes now begins anew. */
  ended(sending: Sending): void {
    const bucket = this.#bucketOf(sending.call);
    const at = bucket.indexOf(sending);
    const last = at < 0 ? undefined : bucket.pop();
    if (last !== undefined && last !== sending) bucket[at] = last;
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
