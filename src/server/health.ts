import { setTimeout as sleep } from 'node:timers/promises';
import { SingleFlight, type Problem } from '../am/index.ts';
import { jsonReply, type Reply } from './http/reply.ts';
import { Failure } from '../domain/values/failure.ts';
import { causeOf } from '../telemetry/frames.ts';
import type { ProcessLog } from '../telemetry/log.ts';

/** Whether requests can be served now; if not, `reason` is a code that reveals no details. */
export interface Readiness {
  readonly ready: boolean;
  readonly reason: string | null;
  /** Codes of what does not work although requests are served. */
  readonly degraded: readonly string[];
}

interface HealthProbes {
  /** Rejects while AM is unavailable; otherwise what of AM does not work. */
  readonly am: () => Promise<readonly Problem[]>;
  /** Returns why changes cannot be recorded; null if they can. */
  readonly ledger: () => Promise<Failure | null>;
  /** Returns which records on disk or in the ledger cannot be read; null if all can. */
  readonly records: () => Promise<Problem | null>;
  /** Returns why the service credential does not work; null if it does. */
  readonly service: () => Promise<Problem | null>;
  /** Returns whose clock differs from this machine's; null if none is known to. */
  readonly clocks: () => Problem | null;
  /** Waits some milliseconds. Default: a timer. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** What readiness consists of. */
export type Probe = Exclude<keyof HealthProbes, 'pause'>;

const freshMs = 2_000;

/** How long a probe waits for AM, and how long the last known readiness is reported after that. */
const patienceMs = 400;
const rememberedMs = 10_000;

/**
 * The shortest pause before AM is called again, and by how much it is longer by chance: gateways
 * that one slow moment of AM has hit do not call it again at the same time.
 */
const againMs = 300;
const jitterMs = 700;

const draining: Readiness = { ready: false, reason: 'DRAINING', degraded: [] };

/** Checks AM and the ledger, at most once in two seconds however often probes arrive. */
export class Health {
  readonly #probes: HealthProbes;
  readonly #elapsed: () => number;
  readonly #log: Pick<ProcessLog, 'readiness' | 'process'>;
  readonly #answers: SingleFlight<Readiness>;
  #draining = false;
  #hasBeenReady = false;
  #last: { readonly readiness: Readiness; readonly at: number; readonly check: number } | null =
    null;
  /** How many checks have started. */
  #checks = 0;
  /** The problems that were reported last, by their codes and causes. */
  #reported = '';

  /** @param log gets each change of readiness, and when requests can first be served */
  constructor(
    probes: HealthProbes,
    elapsed: () => number,
    log: Pick<ProcessLog, 'readiness' | 'process'>,
  ) {
    this.#probes = probes;
    this.#elapsed = elapsed;
    this.#log = log;
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
    if (this.#draining) return draining;
    const notBefore = this.#elapsed() - freshMs;
    const checked = this.#answers.get('readiness', () => this.#check(), { notBefore });
    // If AM is slow, the last readiness answers the probe in time, unless that is too old.
    const late = sleep(patienceMs, undefined, { ref: false }).then(() => this.#lastKnown());
    const readiness = await Promise.race([checked, late]);
    // The drain may have started during the check.
    return this.#draining ? draining : readiness;
  }

  /** The last known readiness, without waiting for AM; null before the first check. */
  get last(): Readiness | null {
    return this.#draining ? draining : (this.#last?.readiness ?? null);
  }

  #lastKnown(): Readiness {
    const last = this.#last;
    const isOld = last === null || this.#elapsed() - last.at > rememberedMs;
    return isOld ? { ready: false, reason: 'UPSTREAM_TIMEOUT', degraded: [] } : last.readiness;
  }

  async #check(): Promise<Readiness> {
    this.#checks += 1;
    const check = this.#checks;
    const { ready, problems } = await this.#probe();
    // One call that hangs must not replace the result of a check that started later.
    if (this.#last !== null && this.#last.check > check) return this.#last.readiness;
    const codes = problems.map(({ code }) => code);
    const degraded = ready ? codes : [];
    const readiness = { ready, reason: ready ? null : (codes[0] ?? null), degraded };
    this.#last = { readiness, at: this.#elapsed(), check };
    const found = problems.map((problem) => `${problem.code} ${causeOf(problem)}`).join();
    if (found !== this.#reported) {
      this.#reported = found;
      const [code = null] = codes;
      const detail = problems.map((problem) => problem.detail ?? problem.code).join('; ') || null;
      this.#log.readiness({ ready, code, detail, cause: causeOf(problems[0]), degraded });
    }
    if (ready && !this.#hasBeenReady) {
      this.#hasBeenReady = true;
      this.#log.process({ step: 'ready' });
    }
    return readiness;
  }

  /** One failed call does not make the gateway unavailable: AM is called again after a moment. */
  async #amProblems(): Promise<readonly Problem[]> {
    const { am, pause = (ms: number) => sleep(ms, undefined, { ref: false }) } = this.#probes;
    try {
      return await am();
    } catch (error) {
      if (this.#last?.readiness.ready !== true) throw error;
      await pause(againMs + Math.random() * jitterMs);
      return am();
    }
  }

  /** Why requests cannot be served, or what does not work although they can. */
  async #probe(): Promise<{ readonly ready: boolean; readonly problems: readonly Problem[] }> {
    try {
      const { ledger, service, records, clocks } = this.#probes;
      const all = [ledger(), this.#amProblems(), service(), records()] as const;
      const [unrecorded, ofAm, ...others] = await Promise.all(all);
      if (unrecorded !== null) return { ready: false, problems: [unrecorded] };
      // AM and the database have just said what time it is.
      const found = [...others, clocks()].filter((one) => one !== null);
      return { ready: true, problems: [...ofAm, ...found] };
    } catch (error) {
      const problem = error instanceof Failure ? error : { code: 'INTERNAL', cause: error };
      return { ready: false, problems: [problem] };
    }
  }
}

/** The reply to whether requests can be served now. */
export async function readinessReply(health: Health): Promise<Reply> {
  const { ready, reason, degraded } = await health.readiness();
  return ready
    ? jsonReply(200, { status: 'ready', ...(degraded.length > 0 && { degraded }) })
    : jsonReply(503, { status: 'not ready', reason });
}
