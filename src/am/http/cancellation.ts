import { dropFrom } from './drop-from.ts';

/** Is told once that nobody waits any more, if that happens. */
export interface CancelListener {
  onCancel(): void;
}

/**
 * Tells that nobody waits any more. An AbortSignal says the same, at several times the price, and one is needed
 * for every request.
 */
export class Cancellation {
  #listeners: CancelListener[] | undefined;
  #cancelled = false;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Tells everybody who listens, once. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    const listeners = this.#listeners ?? [];
    // Who is told may go at once, and must not take another's turn away.
    this.#listeners = undefined;
    for (const listener of listeners) listener.onCancel();
  }

  /** Tells the listener when it is cancelled; not at all where it has been already. */
  listen(listener: CancelListener): void {
    if (this.#listeners === undefined) this.#listeners = [listener];
    else this.#listeners.push(listener);
  }

  /** Forgets a listener that has ended, so that nothing of it lives as long as the request. */
  unlisten(listener: CancelListener): void {
    if (this.#listeners !== undefined) dropFrom(this.#listeners, listener);
  }
}
