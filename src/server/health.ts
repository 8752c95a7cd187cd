import { SingleFlight } from '../am/single-flight.ts';
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
  /** Returns why changes cannot be recorded; null where they can. */
  readonly ledger: () => Promise<Failure | null>;
  /** Returns a code for why those who need the service credential are refused; null where they are not. */
  readonly service: () => Promise<string | null>;
}

const freshMs = 2_000;

const draining: Readiness = { ready: false, reason: 'DRAINING', degraded: [] };

/** Checks the availability of AM and of the ledger, at most once in two seconds regardless of how often probes arrive. */
export class Health {
  readonly #probes: HealthProbes;
  readonly #elapsed: () => number;
  readonly #answers: SingleFlight<Readiness>;
  #draining = false;
  #last: Readiness | null = null;

  constructor(probes: HealthProbes, elapsed: () => number) {
    this.#probes = probes;
    this.#elapsed = elapsed;
    this.#answers = new SingleFlight({ max: 1, now: elapsed, until: () => Infinity });
  }

  /** Makes the gateway not ready from now on, because it is stopping. */
  drain(): void {
    this.#draining = true;
  }

  get draining(): boolean {
    return this.#draining;
  }

  async readiness(): Promise<Readiness> {
    this.#last = this.#draining ? draining : await this.#answer();
    // The drain may have begun while AM was asked.
    return this.#draining ? draining : this.#last;
  }

  /** What was found out last, without waiting for AM; null before the first time. */
  get last(): Readiness | null {
    return this.#draining ? draining : this.#last;
  }

  #answer(): Promise<Readiness> {
    return this.#answers.get('readiness', () => this.#ask(), this.#elapsed() - freshMs);
  }

  async #ask(): Promise<Readiness> {
    try {
      const { am, ledger, service } = this.#probes;
      const [, unrecorded, problem] = await Promise.all([am(), ledger(), service()]);
      if (unrecorded !== null) return { ready: false, reason: unrecorded.code, degraded: [] };
      return { ready: true, reason: null, degraded: problem === null ? [] : [problem] };
    } catch (error) {
      const reason = error instanceof Failure ? error.code : 'INTERNAL';
      return { ready: false, reason, degraded: [] };
    }
  }
}
