import type { Call } from './call.ts';
import type { CallInFlight } from './call-in-flight.ts';

interface SharedRead {
  readonly version: string | null;
  readonly caller: string;
  /** Undefined once the read has ended: a former table of the Map may still hold this record. */
  read: CallInFlight | undefined;
}

/**
 * Joins identical reads that one caller has in flight at one time (design D8): same path, version and caller. A
 * read that began before a change never answers one that begins after it.
 */
export class SharedReads {
  /**
   * By path alone. A key joined of path, version and caller costs 9 % CPU more, because V8's Map leaves former
   * tables behind that hold the keys of all that was in flight (docs/adr/0026).
   */
  readonly #inFlight = new Map<string, SharedRead[]>();

  /** The same read in flight, or the one that `begin` makes, which others may join until `onEnd` is called. */
  join(
    { route: { path }, version }: Call,
    caller: string,
    begin: (onEnd: () => void) => CallInFlight,
  ): CallInFlight {
    const reads = this.#inFlight.get(path) ?? [];
    const known = reads.find((one) => one.version === version && one.caller === caller)?.read;
    if (known !== undefined && !known.isGivenUp) return known;
    const shared: SharedRead = { version, caller, read: undefined };
    shared.read = begin(() => this.#remove(path, shared));
    this.#inFlight.set(path, [shared, ...reads]);
    return shared.read;
  }

  /** Lets no later read join those in flight. Called before and after every change. */
  forget(): void {
    this.#inFlight.clear();
  }

  #remove(path: string, shared: SharedRead): void {
    shared.read = undefined;
    const left = this.#inFlight.get(path)?.filter(({ read }) => read !== undefined) ?? [];
    if (left.length === 0) this.#inFlight.delete(path);
    else this.#inFlight.set(path, left);
  }
}
