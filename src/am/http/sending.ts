import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { Dispatcher } from 'undici';
import { Failure } from '../../domain/failure.ts';
import type { Answer, Call, CallRecord } from './call.ts';
import type { Cancellation, CancelListener } from './cancellation.ts';
import { Expiring } from './deadlines.ts';
import type { Deadlines } from './deadlines.ts';
import { timedOut, unavailable } from './errors.ts';
import { Exchange } from './exchange.ts';
import type { Exchanged, ExchangeListener } from './exchange.ts';
import { parseJson } from '../json/wire.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { SharedReads } from './shared-reads.ts';

/** A failure of which it is certain that AM never got the request. */
export class NotSent extends Error {}

/** What all calls are sent with. */
export interface SendingMeans {
  readonly reads: Dispatcher;
  readonly writes: Dispatcher;
  readonly deadlines: Deadlines;
  readonly budget: RetryBudget;
  readonly shared: SharedReads;
  readonly observe: (call: CallRecord) => void;
}

/** What one call is sent with. */
export interface SendingParts {
  readonly call: Call;
  readonly correlationId: string;
  /** Names and values in turn. */
  readonly headers: string[];
  /** Whose identical reads may join it; null for nobody's. */
  readonly sharedBy: string | null;
}

/**
 * One call from its first attempt to its end. A state machine and not a chain of promises: every page waits for
 * several of these, and a promise for each step cost more than the steps. Nothing may refer to it once it has ended:
 * what the young refer to is freed at no cost, what the old still refer to is copied about by the garbage collector.
 */
export class Sending extends Expiring implements ExchangeListener, CancelListener {
  readonly #means: SendingMeans;
  readonly #parts: SendingParts;
  readonly #answer = Promise.withResolvers<Answer>();
  /** Those who wait and may go; others wait whatever happens. */
  readonly #clients: Cancellation[] = [];
  #waiting = 0;
  /** Why nothing more is tried: the time is up, or nobody waits. */
  #over: 'time' | 'nobody' | undefined;
  #attempts = 0;
  #exchange: Exchange | undefined;

  constructor(means: SendingMeans, parts: SendingParts) {
    super();
    this.#means = means;
    this.#parts = parts;
  }

  get call(): Call {
    return this.#parts.call;
  }

  /** Whether it is this read for this caller, and has not been given up. */
  isSame({ route, version }: Call, caller: string): boolean {
    const { call, sharedBy } = this.#parts;
    const isSameRead = call.route.path === route.path && call.version === version;
    return isSameRead && sharedBy === caller && this.#over === undefined;
  }

  /** The answer for one who waits; the first has the call sent, and it is given up when all of them are gone. */
  answerFor(client: Cancellation | undefined): Promise<Answer> {
    this.#waiting += 1;
    if (client !== undefined) {
      this.#clients.push(client);
      client.listen(this);
    }
    if (this.#attempts === 0) this.#begin(client);
    return this.#answer.promise;
  }

  #begin(client: Cancellation | undefined): void {
    const { deadlines, budget } = this.#means;
    if (this.#parts.call.effect === 'read') budget.note();
    deadlines.begin(this);
    if (client?.cancelled === true) this.#over = 'nobody';
    this.#attempt();
  }

  #attempt(): void {
    const { call, headers } = this.#parts;
    const { route, method, effect } = call;
    this.#attempts += 1;
    const exchange = new Exchange(this, { discardsGood: call.discardAnswer === true });
    this.#exchange = exchange;
    if (this.#over !== undefined) {
      exchange.stop();
      return;
    }
    const body = call.body ?? (method === 'POST' ? '{}' : null);
    const pool = effect === 'read' ? this.#means.reads : this.#means.writes;
    try {
      pool.dispatch({ path: route.path, method, headers, body }, exchange);
    } catch (error) {
      exchange.stop(errorIn(error));
    }
  }

  onAnswer({ status, body, retryAfter }: Exchanged): void {
    if (status >= 502 && status <= 504 && this.#triesAgain()) return;
    const { call } = this.#parts;
    this.#end(status);
    this.#answer.resolve({
      status,
      json: parseJson(body),
      template: call.route.template,
      retryAfterSeconds: secondsIn(retryAfter),
    });
  }

  onFailure(error: Error): void {
    // A dead socket, but not a connection that takes too long, nor an answer that breaks the contract.
    const isWorthIt = !(error instanceof Failure) && codeOf(error) !== 'UND_ERR_CONNECT_TIMEOUT';
    if (isWorthIt && this.#triesAgain()) return;
    const { template } = this.#parts.call.route;
    this.#end(codeOf(error));
    const isLate = this.#over === 'time' && !(error instanceof Failure);
    this.#answer.reject(
      isLate
        ? timedOut(`AM did not answer ${template} within the deadline`)
        : failureOf(error, template),
    );
  }

  onTime(): void {
    this.#giveUp('time');
  }

  onCancel(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#giveUp('nobody');
  }

  #giveUp(why: 'time' | 'nobody'): void {
    this.#over ??= why;
    this.#exchange?.stop();
  }

  /** Reads are tried a second time, as far as the budget lets them; writes never. */
  #triesAgain(): boolean {
    const isLast =
      this.#attempts > 1 || this.#parts.call.effect === 'write' || this.#over !== undefined;
    if (isLast || !this.#means.budget.take()) return false;
    void sleep(Math.random() * 25).then(() => this.#attempt());
    return true;
  }

  #end(result: number | string): void {
    const { call, correlationId, sharedBy } = this.#parts;
    const { deadlines, shared, observe } = this.#means;
    this.#exchange = undefined;
    deadlines.end(this);
    if (sharedBy !== null) shared.ended(this);
    for (const client of this.#clients) client.unlisten(this);
    observe({
      correlationId,
      method: call.method,
      template: call.route.template,
      result: this.#over === 'time' ? 'DEADLINE' : result,
      durationMs: performance.now() - this.startedAt,
      attempts: this.#attempts,
    });
  }
}

function errorIn(error: unknown): Error {
  return isNativeError(error) ? error : new Error('not an Error', { cause: error });
}

function secondsIn(retryAfter: string | undefined): number | null {
  return retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** The failure that stands for why there is no answer. */
function failureOf(error: Error, template: string): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  const detail = `calling AM at ${template} failed: ${code}`;
  const isCertain = connectCodes.test(code);
  return unavailable(detail, isCertain ? new NotSent(code, { cause: error }) : error);
}

/** Codes of a connection that never opened: name look-up, TCP and TLS. */
const connectCodes =
  /^(?:UND_ERR_CONNECT_TIMEOUT|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;

function codeOf(error: Error): string {
  if (error instanceof Failure) return error.code;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
