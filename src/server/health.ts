import { SingleFlight } from '../am/single-flight.ts';
import { Failure } from '../domain/failure.ts';

/** Whether requests can be served now, and if not, why, in a word that tells an outsider nothing. */
export interface Readiness {
  readonly ready: boolean;
  readonly reason: string | null;
  /** What does not work though requests are served: callers who need it get a code of their own. */
  readonly degraded: readonly string[];
}

/** What readiness asks. */
export interface HealthProbes {
  /** Throws while AM does not serve. */
  readonly am: () => Promise<unknown>;
  /** A word for why the service credential cannot act for others; null where it can, or none is set. */
  readonly service: () => Promise<string | null>;
}

const freshMs = 2_000;

/** Asks AM whether it serves, at most once every two seconds however often the probe comes. */
export class Health {
  readonly #probes: HealthProbes;
  readonly #now: () => number;
  readonly #answers: SingleFlight<Readiness>;
  #draining = false;

  constructor(probes: HealthProbes, now: () => number) {
    this.#probes = probes;
    this.#now = now;
    this.#answers = new SingleFlight({ max: 1, now, until: () => Infinity });
  }

  /** From now on the gateway takes no new work. */
  drain(): void {
    this.#draining = true;
  }

  get draining(): boolean {
    return this.#draining;
  }

  async readiness(): Promise<Readiness> {
    if (this.#draining) return { ready: false, reason: 'DRAINING', degraded: [] };
    return this.#answers.get('readiness', () => this.#ask(), this.#now() - freshMs);
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
