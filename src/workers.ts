/** `WORKERS`: gateways that share a port by node:cluster. The primary hands connections out, and serves nothing itself. */
import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Config, Environment } from './config/load-config.ts';
import { createLog } from './telemetry/log.ts';
import type { Log } from './telemetry/log.ts';
import { logUnhandledRejections } from './unhandled-rejections.ts';

/** Tells a worker its number, from 1; its replacement has the same. */
const numberName = 'IDENTITY_GATEWAY_WORKER';

/** How long the replacement of a worker waits that lived shorter than `mostWaitMs`; twice as long each time. */
const firstWaitMs = 1_000;
const mostWaitMs = 30_000;

/** Whether this process is to start workers, and is none itself. */
export const { isPrimary } = cluster;

/** The configuration of one worker: each has a number, and a port of metrics of its own. */
export function configOfWorker(config: Config, environment: Environment): Config {
  const worker = Number(environment[numberName]);
  const { metricsPort } = config;
  if (metricsPort === 'off' || metricsPort === 0) return { ...config, worker };
  return { ...config, worker, metricsPort: metricsPort + worker - 1 };
}

/** Starts the workers. The process ends after all of them, with the highest of their exit codes. */
export function runPrimary(config: Config): void {
  const log = createLog(config.logLevel);
  logUnhandledRejections(log);
  const primary = new Primary(config, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => primary.stop());
  process.on('SIGUSR1', () => void primary.restartEach());
  process.on('SIGUSR2', () => primary.passOn('SIGUSR2'));
  // In a terminal it ends the process, as it does without workers.
  if (!process.stdin.isTTY) process.on('SIGHUP', () => primary.passOn('SIGHUP'));
  primary.start();
}

class Primary {
  readonly #count: number;
  readonly #log: Log;
  readonly #environment: Readonly<Record<string, string>>;
  /** By their numbers: those that run, and the numbers of those that serve. */
  readonly #workers = new Map<number, Worker>();
  readonly #listening = new Set<number>();
  /** Those that were told to end, to be replaced. */
  readonly #asked = new WeakSet<Worker>();
  #hasStarted = false;
  #isRestarting = false;
  #isStopping = false;
  #exitCode = 0;

  constructor(config: Config, log: Log) {
    this.#count = config.workers;
    this.#log = log;
    this.#environment = drawnForAll(config);
  }

  start(): void {
    cluster.schedulingPolicy = cluster.SCHED_RR;
    for (let number = 1; number <= this.#count; number += 1) this.#fork(number, firstWaitMs);
    void this.#allListen().then(() => (this.#hasStarted = true));
  }

  /** Has every worker end what it has under way, and then the process. */
  stop(): void {
    this.#isStopping = true;
    for (const worker of this.#workers.values()) worker.process.kill('SIGTERM');
    this.#endAfterLast();
  }

  /** One worker after the other ends and is replaced; the next one once all serve again. */
  async restartEach(): Promise<void> {
    if (this.#isRestarting) return this.#log.warn('The workers are being restarted already.');
    this.#isRestarting = true;
    for (let number = 1; number <= this.#count; number += 1) {
      await this.#allListen();
      const worker = this.#workers.get(number);
      if (worker === undefined || this.#isStopping) continue;
      this.#asked.add(worker);
      this.#listening.delete(number);
      worker.process.kill('SIGTERM');
    }
    await this.#allListen();
    this.#isRestarting = false;
    this.#log.warn('All workers are restarted.');
  }

  /** To workers that listen: one that starts would end by a signal that it does not take yet. */
  passOn(signal: NodeJS.Signals): void {
    for (const number of this.#listening) this.#workers.get(number)?.process.kill(signal);
  }

  #fork(number: number, waitMs: number): void {
    const worker = cluster.fork({ ...this.#environment, [numberName]: `${number}` });
    const begun = performance.now();
    const ended = (how: string | number): void => {
      this.#workers.delete(number);
      this.#listening.delete(number);
      if (this.#isStopping || !this.#hasStarted) return this.#endWith(how);
      if (this.#asked.has(worker)) return this.#fork(number, firstWaitMs);
      const hasLived = performance.now() - begun >= mostWaitMs;
      const [delayMs, nextMs] = hasLived ? [0, firstWaitMs] : [waitMs, waitMs * 2];
      this.#log.warn(`Worker ${number} has ended (${how}); it is replaced in ${delayMs} ms.`);
      const replace = (): void => {
        if (!this.#isStopping) this.#fork(number, Math.min(nextMs, mostWaitMs));
      };
      setTimeout(replace, delayMs);
    };
    this.#workers.set(number, worker);
    worker.once('listening', () => {
      this.#listening.add(number);
      this.#log.note(`Worker ${number} listens (process ${worker.process.pid}).`);
    });
    worker.once('exit', (code: number | null, signal) => ended(code ?? signal));
    // Where the process could not be made, nothing else is told.
    worker.on('error', () => {
      if (worker.process.pid === undefined) ended('no process');
    });
  }

  async #allListen(): Promise<void> {
    while (this.#listening.size < this.#count) await once(cluster, 'listening');
  }

  /** A worker has ended while all are to end, or before the start was done, which has failed then. */
  #endWith(how: string | number): void {
    // One that is told to end before it takes the signal ends by it.
    const code = how === 'SIGTERM' ? 0 : how;
    this.#exitCode = Math.max(this.#exitCode, typeof code === 'number' ? code : 1);
    if (this.#isStopping) this.#endAfterLast();
    else this.stop();
  }

  #endAfterLast(): void {
    if (this.#workers.size === 0) process.exit(this.#exitCode);
  }
}

/** What one process draws where it is not configured: all workers need the same. */
function drawnForAll({ logCallerKey, oauth }: Config): Record<string, string> {
  const draw = (): string => randomBytes(32).toString('hex');
  return {
    ...(logCallerKey === undefined && { LOG_CALLER_KEY: draw() }),
    ...(oauth !== undefined && oauth.secrets === undefined && { PAGES_SECRET: draw() }),
  };
}
