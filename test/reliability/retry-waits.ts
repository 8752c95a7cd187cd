/**
 * How long retries wait, without a network that would blur it; the test of R7 and the bench of
 * faults use it.
 */
import { Dispatcher } from 'undici';
import { noDeadline } from '../../src/am/foundation/deadline.ts';
import type { Call } from '../../src/am/http/call.ts';
import { CallInFlight } from '../../src/am/http/call-in-flight.ts';
import { Bulkheads } from '../../src/am/http/bulkhead.ts';
import { RetryBudget } from '../../src/am/http/breaker.ts';

/** A budget that is never used up: how many may be retried is another rule. */
class EndlessBudget extends RetryBudget {
  override take(): boolean {
    return true;
  }
}

/**
 * An AM that answers 503 to the first request and 200 to the second, and tells the time between
 * them.
 */
class FailingOnce extends Dispatcher {
  readonly #tell: (waitedMs: number) => void;
  #failedAt: number | undefined;

  constructor(tell: (waitedMs: number) => void) {
    super();
    this.#tell = tell;
  }

  override dispatch(
    _options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const now = performance.now();
    const status = this.#failedAt === undefined ? 503 : 200;
    if (this.#failedAt === undefined) this.#failedAt = now;
    else this.#tell(now - this.#failedAt);
    handler.onResponseStart?.(controller, status, {});
    handler.onResponseEnd?.(controller, {});
    return true;
  }
}

const controller: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
};

const call: Call = {
  method: 'GET',
  route: { path: '/', template: '/', realm: '' },
  version: null,
  mode: 'read',
};

/**
 * Lets so many calls fail at once; returns how long each has waited until it was sent again, in
 * milliseconds.
 */
export async function retryWaits(count: number): Promise<number[]> {
  const waits: number[] = [];
  const shared = {
    timeoutMs: 10_000,
    bulkheads: new Bulkheads(count),
    budget: new EndlessBudget(),
    observe: () => undefined,
    load: { underWay: 0 },
  };
  const outgoing = {
    call,
    correlationId: '',
    deadline: noDeadline,
    headers: [],
    body: null,
  };
  await Promise.all(
    Array.from({ length: count }, () => {
      const dispatcher = new FailingOnce((waitedMs) => waits.push(waitedMs));
      const one = new CallInFlight(shared, { ...outgoing, dispatcher });
      return one.wait(undefined, noDeadline);
    }),
  );
  return waits;
}

/** The largest share of the waits that five milliseconds hold. */
export function largestShare(waits: readonly number[]): number {
  const buckets = Map.groupBy(waits, (wait) => Math.floor(wait / 5));
  return Math.max(...Array.from(buckets.values(), (some) => some.length)) / waits.length;
}
