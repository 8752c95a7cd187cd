import { Failure } from '../domain/failure.ts';

/** Whether requests can be served now, and if not, why, in a word that tells an outsider nothing. */
export interface Readiness {
  readonly ready: boolean;
  readonly reason: string | null;
}

const freshMs = 2_000;

/** Asks AM whether it serves, at most once every two seconds however often the probe comes. */
export class Health {
  readonly #askAm: () => Promise<unknown>;
  readonly #now: () => number;
  #answer: Promise<Readiness> | undefined;
  #until = 0;
  #draining = false;

  constructor(askAm: () => Promise<unknown>, now: () => number) {
    this.#askAm = askAm;
    this.#now = now;
  }

  /** From now on the gateway takes no new work. */
  drain(): void {
    this.#draining = true;
  }

  get draining(): boolean {
    return this.#draining;
  }

  async readiness(): Promise<Readiness> {
    if (this.#draining) return { ready: false, reason: 'DRAINING' };
    if (this.#answer === undefined || this.#until < this.#now()) {
      this.#until = this.#now() + freshMs;
      this.#answer = this.#ask();
    }
    return this.#answer;
  }

  async #ask(): Promise<Readiness> {
    try {
      await this.#askAm();
      return { ready: true, reason: null };
    } catch (error) {
      return { ready: false, reason: error instanceof Failure ? error.code : 'INTERNAL' };
    }
  }
}
