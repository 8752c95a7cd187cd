import { performance } from 'node:perf_hooks';
import { overloaded } from '../am/index.ts';
import type { Documents, NamedDocument } from '../documents/documents.ts';

/** The kind of a request, the most important first: changes, reads, searches. */
export type Priority = 'change' | 'look' | 'search';

/** The most requests of each priority in flight while the process is busy. Changes are rare. */
const caps: Readonly<Record<Priority, number>> = { change: 128, look: 64, search: 44 };

/** Above this share of its time the event loop counts as busy. */
const busyShare = 0.8;

const tickMs = 50;

/** The process stays busy until the event loop was below the share for this many ticks in a row. */
const calmTicks = 10;

/** After this many ticks a request waits for AM, whose bulkheads limit it, and counts no longer. */
const ticksCounted = 20;

/** Shared instance: creating an Error with a stack costs more than rejecting the request. */
export const shed = overloaded('the process has as much to do as it can');

/** The state of the admission control, for metrics. */
export interface AdmissionStats {
  readonly counted: number;
  readonly busy: boolean;
  readonly refused: Readonly<Record<Priority, number>>;
}

/**
 * Limits the requests in flight while the event loop is busy, so that what is admitted is served in
 * time (reliability R13, R14). An idle process refuses nothing, however slow AM is.
 */
export class Admission {
  readonly #timer: NodeJS.Timeout;
  readonly #report: (refused: number) => void;
  #unreported = 0;
  /** Requests in flight by the tick in which they arrived, the last ticks only. */
  readonly #byTick = Array.from({ length: ticksCounted }, () => 0);
  readonly #refused: Record<Priority, number> = { change: 0, look: 0, search: 0 };
  #tick = 0;
  #counted = 0;
  #isBusy = false;
  #calm = 0;
  #utilization = performance.eventLoopUtilization();

  /**
   * @param report called at most once a second, with the number of requests refused since the last
   *   call
   */
  constructor(report: (refused: number) => void) {
    this.#report = report;
    this.#timer = setInterval(() => this.#measure(), tickMs).unref();
  }

  /** Whether every request is admitted now, whatever its priority. */
  get isOpen(): boolean {
    return this.#hasRoom('search');
  }

  /** Whether a request is admitted now; a refusal is counted. */
  admits(priority: Priority): boolean {
    if (this.#hasRoom(priority)) return true;
    this.#refused[priority] += 1;
    this.#unreported += 1;
    return false;
  }

  /** Counts a request that is admitted; returns what `leave` needs. */
  enter(): number {
    this.#counted += 1;
    const slot = this.#tick % ticksCounted;
    this.#byTick[slot] = (this.#byTick[slot] ?? 0) + 1;
    return this.#tick;
  }

  leave(entered: number): void {
    if (this.#tick - entered >= ticksCounted) return;
    const slot = entered % ticksCounted;
    this.#byTick[slot] = (this.#byTick[slot] ?? 0) - 1;
    this.#counted -= 1;
  }

  stats(): AdmissionStats {
    return { counted: this.#counted, busy: this.#isBusy, refused: { ...this.#refused } };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #hasRoom(priority: Priority): boolean {
    return !this.#isBusy || this.#counted < caps[priority];
  }

  #measure(): void {
    const utilization = performance.eventLoopUtilization();
    const { utilization: share } = performance.eventLoopUtilization(utilization, this.#utilization);
    this.#utilization = utilization;
    this.tick(share);
  }

  /** One tick, with the share of its time in which the event loop was busy. */
  tick(share: number): void {
    this.#calm = share > busyShare ? 0 : this.#calm + 1;
    this.#isBusy = this.#calm === 0 || (this.#isBusy && this.#calm < calmTicks);
    this.#tick += 1;
    const slot = this.#tick % ticksCounted;
    this.#counted -= this.#byTick[slot] ?? 0;
    this.#byTick[slot] = 0;
    if (this.#unreported === 0 || slot !== 0) return;
    this.#report(this.#unreported);
    this.#unreported = 0;
  }
}

/**
 * The priority of a request, by its text alone: under load there is no time to parse a new text. A
 * query that contains "mutation" gets the cap of changes, and no more.
 */
export function priorityOf({ text, id }: NamedDocument, documents: Documents): Priority {
  const source = text ?? documents.get(id ?? '')?.text ?? '';
  if (/\bmutation\b/.test(source)) return 'change';
  return /\busers\s*\(/.test(source) ? 'search' : 'look';
}
