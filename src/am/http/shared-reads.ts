import type { Answer, Call } from './call.ts';
import type { CallInFlight } from './call-in-flight.ts';

interface SharedRead {
  readonly version: string | null;
  readonly caller: string;
  readonly read: CallInFlight;
}

/**
 * Joins identical reads that one caller has in flight at one time (design D8): same path, version and caller. A
 * read that began before a change never answers one that begins after it.
 */
export class SharedReads {
  /** By path alone, because a key joined of path, version and caller is a new string for every read. */
  readonly #inFlight = new Map<string, SharedRead[]>();

  /** The answer of the read in flight, or of the one that `begin` makes; later ones may join it until it ends. */
  async read(
    { route: { path }, version }: Call,
    { caller, client }: { readonly caller: string; readonly client: AbortSignal | undefined },
    begin: () => CallInFlight,
  ): Promise<Answer> {
    const reads = this.#inFlight.get(path) ?? [];
    let shared = reads.find(
      (one) => one.version === version && one.caller === caller && !one.read.isGivenUp,
    );
    if (shared === undefined) {
      shared = { version, caller, read: begin() };
      this.#inFlight.set(path, [...reads, shared]);
    }
    try {
      return await shared.read.wait(client);
    } finally {
      this.#remove(path, shared);
    }
  }

  /** Lets no later read join those in flight. Called before and after every change. */
  forget(): void {
    this.#inFlight.clear();
  }

  /** Called by every waiter; the first removes the read before any of them goes on. */
  #remove(path: string, shared: SharedRead): void {
    const left = this.#inFlight.get(path)?.filter((one) => one !== shared) ?? [];
    if (left.length === 0) this.#inFlight.delete(path);
    else this.#inFlight.set(path, left);
  }
}
