import type { AuditTrail } from '../../domain/outbox/audit-log.ts';
import { Failure } from '../../domain/values/failure.ts';
import { sinkProblemOf, type AuditSink } from './audit-sink.ts';

/** How often to look for new records, in milliseconds. */
const lookEveryMs = 1_000;

/** The pause after a failed attempt, in milliseconds. Another gateway may continue meanwhile. */
const pauseMs = 5_000;

/** How long the last records may take when the gateway stops, in milliseconds. */
const lastMs = 3_000;

export interface FollowerParts {
  readonly trail: AuditTrail;
  readonly sink: AuditSink;
  readonly log: { readonly warn: (message: string) => void };
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
  /** Counts attempts to write a page. */
  readonly onAttempt?: ((isGood: boolean) => void) | undefined;
}

/**
 * Writes the records of the ledger to a sink, in the order of their chains, each at least once. It
 * reads the ledger by itself, so that no change waits for it.
 */
export class AuditFollower {
  readonly #parts: FollowerParts;
  readonly #stopping = new AbortController();
  /** Rejects when the gateway stops: a write to a disk that hangs cannot be aborted. */
  readonly #stopped: Promise<never>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #pausedUntil = 0;
  #problem: string | null = null;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    const { signal } = this.#stopping;
    this.#stopped = new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('The gateway stops.')));
    });
    this.#stopped.catch(() => undefined);
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
    this.#look();
  }

  /** Writes what is left if the sink accepts it now. Another process or the next start goes on. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const last = setTimeout(() => this.#stopping.abort(), lastMs);
    this.#look();
    await this.#running;
    clearTimeout(last);
    this.#stopping.abort();
    const { trail, sink } = this.#parts;
    await trail.release().catch(ignoreFailure);
    await sink.close();
  }

  #look(): void {
    if (this.#parts.elapsed() < this.#pausedUntil) return;
    this.#running ??= this.#writeAll().finally(() => (this.#running = null));
  }

  async #writeAll(): Promise<void> {
    const { trail, sink } = this.#parts;
    try {
      while (!this.#stopping.signal.aborted) {
        const page = await trail.next();
        if (page === null) break;
        if (page.lines.length > 0 && !(await this.#write(page.lines))) return;
        await trail.written(page);
      }
      await sink.rest?.().catch(() => undefined);
    } catch (error) {
      // While the ledger is away nothing can be read; readiness reports it.
      ignoreFailure(error);
    }
  }

  /** Returns whether the lines were written. */
  async #write(lines: Parameters<AuditSink['write']>[0]): Promise<boolean> {
    const { trail, sink, elapsed, onAttempt } = this.#parts;
    const { signal } = this.#stopping;
    try {
      await Promise.race([sink.write(lines), this.#stopped]);
      onAttempt?.(true);
      this.#report(null);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      onAttempt?.(false);
      this.#report(sinkProblemOf(error));
      this.#pausedUntil = elapsed() + pauseMs;
      await trail.release();
      return false;
    }
  }

  /** Logs when writing starts to fail, and when it works again; not each attempt. */
  #report(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    const { warn } = this.#parts.log;
    if (problem === null) warn('AUDIT_LOG: Records are written again.');
    else
      warn(`AUDIT_LOG: Records cannot be written now (${problem}). They are kept in the ledger.`);
  }
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}
