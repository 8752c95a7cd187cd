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
  /** Rejects while AM is unavailable; a code where it does not serve every realm. */
  readonly am: () => Promise<string | null>;
  /** Returns why changes cannot be recorded; null where they can. */
  readonly ledger: () => Promise<Failure | null>;
  /** Returns a code for why those who need the service credential are refused; null where they are not. */
  readonly service: () => Promise<string | null>;
}

const freshMs = 2_000;

/** How long a probe waits for AM, and for how long what was last known is told after that. */
const patienceMs = 400;
const rememberedMs = 10_000;

const draining: Readiness = { ready: false, reason: 'DRAINING', degraded: [] };

/** Checks the availability of AM and of the ledger, at most once in two seconds regardless of how often probes arrive. */
export class Health {
  readonly #probes: HealthProbes;
  readonly #elapsed: () => number;
  readonly #answers: SingleFlight<Readiness>;
  #draining = false;
  #last: { readonly readiness: Readiness; readonly at: number } | null = null;

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
    const answer = this.#draining ? draining : await this.#inTime(this.#answer());
    // The drain may have begun while AM was asked.
    return this.#draining ? draining : answer;
  }

  /** What was found out last, without waiting for AM; null before the first time. */
  get last(): Readiness | null {
    return this.#draining ? draining : (this.#last?.readiness ?? null);
  }

  #answer(): Promise<Readiness> {
    return this.#answers.get('readiness', () => this.#ask(), {
      notBefore: this.#elapsed() - freshMs,
    });
  }

  /** A probe is answered in time, whatever AM does: with what was last known, where that is not old. */
  async #inTime(asked: Promise<Readiness>): Promise<Readiness> {
    const late = Promise.withResolvers<Readiness>();
    const timer = setTimeout(() => late.resolve(this.#lastKnown()), patienceMs);
    try {
      return await Promise.race([asked, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #lastKnown(): Readiness {
    const last = this.#last;
    const isOld = last === null || this.#elapsed() - last.at > rememberedMs;
    return isOld ? { ready: false, reason: 'UPSTREAM_TIMEOUT', degraded: [] } : last.readiness;
  }

  async #ask(): Promise<Readiness> {
    const readiness = await this.#judge();
    this.#last = { readiness, at: this.#elapsed() };
    return readiness;
  }

  async #judge(): Promise<Readiness> {
    try {
      const { am, ledger, service } = this.#probes;
      const [problemOfAm, unrecorded, problem] = await Promise.all([am(), ledger(), service()]);
      if (unrecorded !== null) return { ready: false, reason: unrecorded.code, degraded: [] };
      const degraded = [problemOfAm, problem].filter((code) => code !== null);
      return { ready: true, reason: null, degraded };
    } catch (error) {
      const reason = error instanceof Failure ? error.code : 'INTERNAL';
      return { ready: false, reason, degraded: [] };
    }
  }
}
