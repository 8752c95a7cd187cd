import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { CallRecord } from '../../domain/values/call-record.ts';
import { Failure } from '../../domain/values/failure.ts';
import { isPromise } from '../../domain/values/maybe-promise.ts';
import { outOfTime, writeMs, type Deadline } from '../foundation/deadline.ts';
import { NotSent } from '../foundation/not-sent.ts';
import type { Admitted, Bulkheads, CallEnd } from './bulkhead.ts';
import type { Call, RequestScope } from './call.ts';
import { answerOf, codeOf, endOf, isRefusal, isTransient, type RawAnswer } from './call-end.ts';
import { amFailure } from './errors.ts';
import { Exchange, type Exchanged } from './exchange.ts';
import type { RetryBudget } from './breaker.ts';

/** What all calls of the process share. */
export interface Transport {
  readonly timeoutMs: number;
  readonly bulkheads: Bulkheads;
  readonly budget: RetryBudget;
  readonly observe: (call: CallRecord) => void;
  readonly load: { underWay: number };
}

interface OutgoingCall extends RequestScope {
  /** `once` is sent once like a write, but on a kept connection. */
  readonly call: Pick<Call, 'route'> & {
    readonly method: string;
    readonly mode: Call['mode'] | 'once';
  };
  /** Scheme, host and port of a server beside AM; undefined for AM. */
  readonly origin?: string | undefined;
  readonly dispatcher: Dispatcher;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string | null;
  /** Called once, before any waiter has the answer. */
  readonly onEnd?: (() => void) | undefined;
}

/** Why a call is given up; the code is what the log shows. */
type Stopped = Error & { readonly code: 'DEADLINE' | 'UND_ERR_ABORTED' };

/** A call with its retry and its waiters. Ends at its deadline, or when the last waiter leaves. */
export class CallInFlight {
  readonly #transport: Transport;
  readonly #outgoing: OutgoingCall;
  readonly #startedAt = performance.now();
  /** When the call was admitted; undefined for a call that was never sent. */
  #sentAt: number | undefined;
  readonly #limitMs: number;
  readonly #listeners: { readonly client: AbortSignal; readonly leave: () => void }[] = [];
  #waiting = 0;
  #attempts = 0;
  #answer: Promise<RawAnswer> | undefined;
  #exchange: Exchange | undefined;
  #queued: AbortController | undefined;
  #stopped: Stopped | undefined;

  constructor(transport: Transport, outgoing: OutgoingCall) {
    this.#transport = transport;
    this.#outgoing = outgoing;
    this.#limitMs = Math.min(transport.timeoutMs, outgoing.deadline.at - this.#startedAt);
  }

  /** Whether others may wait for this call: it is not given up and has enough time left. */
  get isJoinable(): boolean {
    return this.#stopped === undefined && this.#hasTime;
  }

  /** Whether the call has at least half of the time that a call may take. */
  get #hasTime(): boolean {
    return this.#limitMs >= this.#transport.timeoutMs / 2;
  }

  /**
   * The answer. The first waiter has the call sent; each waiter leaves when its client's signal
   * aborts. Without a signal a waiter never leaves. A waiter waits until its own request's deadline
   * at most.
   * @throws Failure UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE, UPSTREAM_CONTRACT, OVERLOADED or
   *   RATE_LIMITED
   */
  wait(client: AbortSignal | undefined, deadline: Deadline): Promise<RawAnswer> {
    this.#waiting += 1;
    if (client?.aborted === true) this.#leave();
    else if (client !== undefined) this.#listenTo(client);
    this.#answer ??= this.#run();
    return deadline.at < this.#startedAt + this.#limitMs
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
    this.#stopped ??= Object.assign(new Error(why), { code: why });
    this.#exchange?.stop(this.#stopped);
    this.#queued?.abort(this.#stopped);
  }

  /** The whole call: admission, at most two attempts, and what is noted of its end. */
  async #run(): Promise<RawAnswer> {
    const { call, tally } = this.#outgoing;
    const { route } = call;
    const { bulkheads, load } = this.#transport;
    const bulkhead = bulkheads.of(route);
    // Unref'd: the socket of the call keeps the process alive, its deadline must not.
    const deadline = setTimeout(() => this.#giveUp('DEADLINE'), Math.max(0, this.#limitMs)).unref();
    let admitted: Admitted | undefined;
    let result: number | string = '';
    let end: CallEnd = 'neutral';
    load.underWay += 1;
    try {
      this.#needTime();
      const entered = bulkhead.enter(this.#giveUpSignal);
      admitted = isPromise(entered) ? await this.#queue(entered) : entered;
      this.#sentAt = isPromise(entered) ? performance.now() : this.#startedAt;
      tally?.upstream.start(this.#sentAt);
      if (call.mode === 'read') this.#transport.budget.note();
      let exchanged = await this.#attempt();
      if (this.#mayRetry(exchanged)) {
        await sleep(Math.random() * 25);
        exchanged = await this.#attempt();
      }
      if (exchanged.error !== undefined) throw exchanged.error;
      const answer = answerOf(exchanged, route.template);
      result = answer.status;
      end = endOf(answer);
      if (answer.retryAfterSeconds !== null && isRefusal(answer))
        bulkhead.hold(answer.status, answer.retryAfterSeconds);
      return answer;
    } catch (error) {
      result = codeOf(error);
      end = this.#endBy(error);
      throw this.#failureBy(error);
    } finally {
      if (admitted !== undefined) bulkhead.leave(admitted, end);
      clearTimeout(deadline);
      load.underWay -= 1;
      for (const { client, leave } of this.#listeners) client.removeEventListener('abort', leave);
      this.#outgoing.onEnd?.();
      this.#report(result);
    }
  }

  /** Refuses a call that cannot end in time. A write needs a minimum; other calls need any time. */
  #needTime(): void {
    const { mode, route } = this.#outgoing.call;
    const needed = mode === 'write' ? Math.min(writeMs, this.#transport.timeoutMs) : 1;
    if (this.#limitMs < needed) throw outOfTime(route.template);
  }

  readonly #giveUpSignal = (): AbortSignal => {
    this.#queued = new AbortController();
    if (this.#stopped !== undefined) this.#queued.abort(this.#stopped);
    return this.#queued.signal;
  };

  async #queue(slot: Promise<Admitted>): Promise<Admitted> {
    const { tally } = this.#outgoing;
    tally?.waiting.start(this.#startedAt);
    try {
      return await slot;
    } finally {
      tally?.waiting.end(performance.now());
    }
  }

  #attempt(): Promise<Exchanged> {
    this.#attempts += 1;
    if (this.#stopped !== undefined) throw this.#stopped;
    const { call, headers, body, dispatcher, origin } = this.#outgoing;
    const { method, route } = call;
    this.#exchange = new Exchange();
    const request = { path: route.path, method, headers, body };
    dispatcher.dispatch(origin === undefined ? request : { ...request, origin }, this.#exchange);
    return this.#exchange.answer;
  }

  /** Only reads are retried, once, and while the budget has a retry left. */
  #mayRetry(exchanged: Exchanged): boolean {
    if (this.#outgoing.call.mode !== 'read' || this.#stopped !== undefined) return false;
    return isTransient(exchanged) && this.#transport.budget.take();
  }

  /** A call that was not sent, lost its client or had too little time does not count against AM. */
  #endBy(error: unknown): CallEnd {
    if (error instanceof Failure) return error.code === 'UPSTREAM_CONTRACT' ? 'good' : 'neutral';
    if (error !== this.#stopped) return 'bad';
    return this.#stopped?.code === 'DEADLINE' && this.#hasTime ? 'bad' : 'neutral';
  }

  #failureBy(error: unknown): Failure {
    if (error instanceof Failure) return error;
    const { call, origin } = this.#outgoing;
    const { template } = call.route;
    const code = codeOf(error);
    const cause = this.#exchange?.isStarted ? error : new NotSent(code, { cause: error });
    if (code !== 'DEADLINE' || origin !== undefined)
      return amFailure('UPSTREAM_UNAVAILABLE', `calling ${template} failed: ${code}`, cause);
    const detail = `AM did not answer ${template} within the deadline`;
    return amFailure('UPSTREAM_TIMEOUT', detail, cause);
  }

  #report(result: number | string): void {
    const { call, correlationId, tally } = this.#outgoing;
    const endedAt = performance.now();
    if (this.#sentAt !== undefined) tally?.upstream.end(endedAt);
    this.#transport.observe({
      correlationId,
      method: call.method,
      template: call.route.template,
      result,
      durationMs: endedAt - (this.#sentAt ?? this.#startedAt),
      attempts: this.#attempts,
      tally,
    });
  }
}
