/**
 * Tells that nobody waits any more. An AbortSignal says the same, at several times the price, and one is needed
 * for every request.
 */
export class Cancellation {
  #listeners: Set<() => void> | undefined;
  #cancelled = false;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Tells everybody who listens, once. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const listener of this.#listeners ?? []) listener();
    this.#listeners = undefined;
  }

  /** Calls the listener when it is cancelled; not at all where it has been already. */
  listen(listener: () => void): void {
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
  }

  unlisten(listener: () => void): void {
    this.#listeners?.delete(listener);
  }
}
