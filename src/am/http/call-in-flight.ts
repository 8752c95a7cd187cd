import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { Dispatcher } from 'undici';
import { Failure } from '../../domain/failure.ts';
import type { Tally } from '../../domain/tally.ts';
import { parseJson } from '../json/wire.ts';
import type { Answer, Call, CallRecord } from './call.ts';
import { NotSent, timedOut, unavailable } from './errors.ts';
import { Exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';
import type { RetryBudget } from './retry-budget.ts';

/** What all calls of the process share. */
export interface Transport {
  readonly reads: Dispatcher;
  readonly writes: Dispatcher;
  readonly timeoutMs: number;
  readonly budget: RetryBudget;
  readonly observe: (call: CallRecord) => void;
  /** How many calls are under way. */
  readonly load: { underWay: number };
}

/** One call with everything that is sent. */
export interface OutgoingCall {
  readonly call: Call;
  readonly correlationId: string;
  readonly tally?: Tally | undefined;
  /** Names and values in turn. */
  readonly headers: string[];
  /** Called once, before any waiter has the answer. */
  readonly onEnd: () => void;
}

/** Why a call is given up; the code is what the log shows. */
class Stopped extends Error {
  readonly code: 'DEADLINE' | 'UND_ERR_ABORTED';

  constructor(code: Stopped['code']) {
    super(code);
    this.code = code;
  }
}

/**
 * One call, its retry included, and those who wait for its answer. It is given up when its time is over or when the
 * last waiter leaves.
 */
export class CallInFlight {
  readonly #transport: Transport;
  readonly #outgoing: OutgoingCall;
  readonly #listeners: { readonly client: AbortSignal; readonly leave: () => void }[] = [];
  #waiting = 0;
  #attempts = 0;
  #answer: Promise<Answer> | undefined;
  #exchange: Exchange | undefined;
  #stopped: Stopped | undefined;

  constructor(transport: Transport, outgoing: OutgoingCall) {
    this.#transport = transport;
    this.#outgoing = outgoing;
  }

  get isGivenUp(): boolean {
    return this.#stopped !== undefined;
  }

  /**
   * The answer. The first waiter has the call sent; each waiter leaves when its client's signal aborts. Without a
   * signal a waiter never leaves.
   * @throws Failure UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE or UPSTREAM_CONTRACT
   */
  wait(client: AbortSignal | undefined): Promise<Answer> {
    this.#waiting += 1;
    if (client?.aborted === true) this.#leave();
    else if (client !== undefined) this.#listenTo(client);
    this.#answer ??= this.#send();
    return this.#answer;
  }

  #listenTo(client: AbortSignal): void {
    const leave = (): void => this.#leave();
    client.addEventListener('abort', leave);
    this.#listeners.push({ client, leave });
  }

  #leave(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#giveUp('UND_ERR_ABORTED');
  }

  #giveUp(why: Stopped['code']): void {
    this.#stopped ??= new Stopped(why);
    this.#exchange?.stop(this.#stopped);
  }

  async #send(): Promise<Answer> {
    const { call, correlationId, tally } = this.#outgoing;
    const { timeoutMs, budget, observe, load } = this.#transport;
    load.underWay += 1;
    const { template } = call.route;
    const startedAt = performance.now();
    tally?.begin(startedAt);
    // Unref'd: the socket of the call keeps the process alive, its deadline must not.
    const deadline = setTimeout(() => this.#giveUp('DEADLINE'), timeoutMs).unref();
    let result: number | string = '';
    if (call.mode === 'read') budget.note();
    try {
      const { status, body, retryAfter } = await this.#attemptTwice();
      result = status;
      const retryAfterSeconds = secondsIn(retryAfter);
      return { status, json: parseJson(body), template, retryAfterSeconds };
    } catch (error) {
      result = codeOf(error);
      throw failureOf(error, { template, isBegun: this.#exchange?.isBegun ?? false });
    } finally {
      clearTimeout(deadline);
      load.underWay -= 1;
      for (const { client, leave } of this.#listeners) client.removeEventListener('abort', leave);
      this.#outgoing.onEnd();
      const endedAt = performance.now();
      tally?.end(endedAt);
      observe({
        correlationId,
        method: call.method,
        template,
        result,
        durationMs: endedAt - startedAt,
        attempts: this.#attempts,
        tally,
      });
    }
  }

  async #attemptTwice(): Promise<Exchanged> {
    for (;;) {
      try {
        const exchanged = await this.#attempt();
        if (exchanged.status < 502 || exchanged.status > 504 || !this.#mayRetry()) return exchanged;
      } catch (error) {
        if (!isDeadSocket(error) || !this.#mayRetry()) throw error;
      }
      await sleep(Math.random() * 25);
    }
  }

  #attempt(): Promise<Exchanged> {
    this.#attempts += 1;
    if (this.#stopped !== undefined) throw this.#stopped;
    const { call, headers } = this.#outgoing;
    const { method, route } = call;
    const pool = call.mode === 'read' ? this.#transport.reads : this.#transport.writes;
    const body = call.body ?? (method === 'POST' ? '{}' : null);
    this.#exchange = new Exchange({ discardsGood: call.discardAnswer === true });
    pool.dispatch({ path: route.path, method, headers, body }, this.#exchange);
    return this.#exchange.answer;
  }

  /** Only reads are retried, once, and while the budget has a retry left. */
  #mayRetry(): boolean {
    const { call } = this.#outgoing;
    if (this.#attempts > 1 || call.mode === 'write' || this.isGivenUp) return false;
    return this.#transport.budget.take();
  }
}

/** A retry does not help where the connection takes too long to open, or where the answer breaks the contract. */
function isDeadSocket(error: unknown): boolean {
  return !(error instanceof Failure) && codeOf(error) !== 'UND_ERR_CONNECT_TIMEOUT';
}

function secondsIn(retryAfter: string | undefined): number | null {
  return retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** `isBegun` says whether AM may have received the call. */
function failureOf(
  error: unknown,
  { template, isBegun }: { readonly template: string; readonly isBegun: boolean },
): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (code === 'DEADLINE') return timedOut(`AM did not answer ${template} within the deadline`);
  const cause = isBegun ? error : new NotSent(code, { cause: error });
  return unavailable(`calling AM at ${template} failed: ${code}`, cause);
}

function codeOf(error: unknown): string {
  if (!isNativeError(error)) return 'not an Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
