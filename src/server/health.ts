import { Failure } from '../domain/failure.ts';

/** Whether requests can be served now; if not, `reason` is a code that reveals no details. */
export interface Readiness {
  readonly ready: boolean;
  readonly reason: string | null;
  /** What does not work although requests are served: callers who need it get its own error code. */
  readonly degraded: readonly string[];
}

/** The checks of readiness. */
export interface HealthProbes {
  /** Rejects while AM is unavailable. */
  readonly am: () => Promise<unknown>;
  /** Returns a code for why the service credential cannot act for others; null where it can, or none is set. */
  readonly service: () => Promise<string | null>;
}

const freshMs = 2_000;

/** Checks the availability of AM, at most once in two seconds regardless of how often probes arrive. */
export class Health {
  readonly #probes: HealthProbes;
  readonly #now: () => number;
  #answer: Promise<Readiness> | undefined;
  #until = 0;
  #draining = false;

  constructor(probes: HealthProbes, now: () => number) {
    this.#probes = probes;
    this.#now = now;
  }

  /** Makes the gateway not ready from now on, because it is stopping. */
  drain(): void {
    this.#draining = true;
  }

  get draining(): boolean {
    return this.#draining;
  }

  async readiness(): Promise<Readiness> {
    if (this.#draining) return { ready: false, reason: 'DRAINING', degraded: [] };
    if (this.#answer === undefined || this.#until < this.#now()) {
      this.#until = this.#now() + freshMs;
      this.#answer = this.#ask();
    }
    return this.#answer;
  }

  async #ask(): Promise<Readiness> {
    try {
      const [, problem] = await Promise.all([this.#probes.am(), this.#probes.service()]);
      return { ready: true, reason: null, degraded: problem === null ? [] : [problem] };
    } catch (error) {
      const reason = error instanceof Failure ? error.code : 'INTERNAL';
      return { ready: false, reason, degraded: [] };
    }
  }
}
