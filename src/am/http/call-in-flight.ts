import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { Failure } from '../../domain/failure.ts';
import type { Tally } from '../../domain/tally.ts';
import { parseJson } from '../json/wire.ts';
import type { Answer, Call, CallRecord } from './call.ts';
import { callFailure, codeOf, endOf, isRefusal, secondsIn } from './call-end.ts';
import { outOfTime, writeMs } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import type { CallEnd, Compartments, Place, Waiting } from './compartment.ts';
import { Exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';
import type { RetryBudget } from './retry-budget.ts';

/** What all calls of the process share. */
export interface Transport {
  readonly reads: Dispatcher;
  readonly writes: Dispatcher;
  readonly timeoutMs: number;
  readonly compartments: Compartments;
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
  readonly deadline: Deadline;
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
  readonly #begunAt = performance.now();
  /** When the call has got its place; undefined for one that was never sent. */
  #sentAt: number | undefined;
  /** How long the call may take. */
  readonly #limitMs: number;
  readonly #listeners: { readonly client: AbortSignal; readonly leave: () => void }[] = [];
  #waiting = 0;
  #attempts = 0;
  #answer: Promise<Answer> | undefined;
  #exchange: Exchange | undefined;
  #inQueue: Waiting | undefined;
  #stopped: Stopped | undefined;

  constructor(transport: Transport, outgoing: OutgoingCall) {
    this.#transport = transport;
    this.#outgoing = outgoing;
    this.#limitMs = Math.min(transport.timeoutMs, outgoing.deadline.at - this.#begunAt);
  }

  /** Whether others may wait for this call: it is not given up, and its request has left it time. */
  get isJoinable(): boolean {
    return this.#stopped === undefined && this.#hasTime;
  }

  /** Whether the call has half of the time at least that a call may take. */
  get #hasTime(): boolean {
    return this.#limitMs >= this.#transport.timeoutMs / 2;
  }

  /**
   * The answer. The first waiter has the call sent; each waiter leaves when its client's signal aborts. Without a
   * signal a waiter never leaves. Nobody waits longer than their own request may take.
   * @throws Failure UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE, UPSTREAM_CONTRACT, OVERLOADED or RATE_LIMITED
   */
  wait(client: AbortSignal | undefined, deadline: Deadline): Promise<Answer> {
    this.#waiting += 1;
    if (client?.aborted === true) this.#leave();
    else if (client !== undefined) this.#listenTo(client);
    this.#answer ??= this.#send();
    return deadline.at < this.#begunAt + this.#limitMs
      ? deadline.wait(this.#answer, this.#outgoing.call.route.template)
      : this.#answer;
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
    this.#inQueue?.leave(this.#stopped);
  }

  async #send(): Promise<Answer> {
    const { call, tally } = this.#outgoing;
    const { load } = this.#transport;
    load.underWay += 1;
    const { template } = call.route;
    const compartment = this.#transport.compartments.of(call.route);
    // Unref'd: the socket of the call keeps the process alive, its deadline must not.
    const deadline = setTimeout(() => this.#giveUp('DEADLINE'), Math.max(0, this.#limitMs)).unref();
    let result: number | string = '';
    let place: Place | undefined;
    let end: CallEnd = 'neutral';
    try {
      this.#needTime();
      const entered = compartment.enter();
      place = typeof entered === 'string' ? entered : await this.#queue(entered);
      this.#sentAt = typeof entered === 'string' ? this.#begunAt : performance.now();
      tally?.sent(this.#sentAt);
      const answer = await this.#answered(template);
      result = answer.status;
      end = endOf(answer);
      if (answer.retryAfterSeconds !== null && isRefusal(answer))
        compartment.hold(answer.status, answer.retryAfterSeconds);
      return answer;
    } catch (error) {
      result = codeOf(error);
      end = this.#endBy(error);
      throw callFailure(error, { template, isBegun: this.#exchange?.isBegun ?? false });
    } finally {
      if (place !== undefined) compartment.leave(place, end);
      clearTimeout(deadline);
      load.underWay -= 1;
      for (const { client, leave } of this.#listeners) client.removeEventListener('abort', leave);
      this.#outgoing.onEnd();
      this.#tell(result);
    }
  }

  /** A call that cannot end in time is not begun: a write with less than it needs, a read with nothing. */
  #needTime(): void {
    const { mode, route } = this.#outgoing.call;
    const needed = mode === 'write' ? Math.min(writeMs, this.#transport.timeoutMs) : 1;
    if (this.#limitMs < needed) throw outOfTime(route.template);
  }

  async #queue(waiting: Waiting): Promise<Place> {
    const { tally } = this.#outgoing;
    this.#inQueue = waiting;
    if (this.#stopped !== undefined) waiting.leave(this.#stopped);
    tally?.waiting.begin(this.#begunAt);
    try {
      return await waiting.place;
    } finally {
      tally?.waiting.end(performance.now());
      this.#inQueue = undefined;
    }
  }

  async #answered(template: string): Promise<Answer> {
    if (this.#outgoing.call.mode === 'read') this.#transport.budget.note();
    const { status, body, retryAfter } = await this.#attemptTwice();
    return { status, json: parseJson(body), template, retryAfterSeconds: secondsIn(retryAfter) };
  }

  /** What a failed call tells of AM: nothing where it never went up, where the client left, or where it had too little time. */
  #endBy(error: unknown): CallEnd {
    if (error instanceof Failure) return error.code === 'UPSTREAM_CONTRACT' ? 'good' : 'neutral';
    if (error !== this.#stopped) return 'bad';
    return error instanceof Stopped && error.code === 'DEADLINE' && this.#hasTime
      ? 'bad'
      : 'neutral';
  }

  #tell(result: number | string): void {
    const { call, correlationId, tally } = this.#outgoing;
    const endedAt = performance.now();
    if (this.#sentAt !== undefined) tally?.upstream.end(endedAt);
    this.#transport.observe({
      correlationId,
      method: call.method,
      template: call.route.template,
      result,
      durationMs: endedAt - (this.#sentAt ?? this.#begunAt),
      attempts: this.#attempts,
      tally,
    });
  }

  async #attemptTwice(): Promise<Exchanged> {
    for (;;) {
      try {
        const exchanged = await this.#attempt();
        const isTransient = exchanged.status >= 502 && exchanged.status <= 504;
        if (!isTransient || exchanged.retryAfter !== undefined || !this.#mayRetry())
          return exchanged;
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
    if (this.#attempts > 1 || call.mode === 'write' || this.#stopped !== undefined) return false;
    return this.#transport.budget.take();
  }
}

/** A retry does not help where the connection takes too long to open, or where the answer breaks the contract. */
function isDeadSocket(error: unknown): boolean {
  return !(error instanceof Failure) && codeOf(error) !== 'UND_ERR_CONNECT_TIMEOUT';
}
