import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { Dispatcher } from 'undici';
import { Failure } from '../domain/failure.ts';
import type { Answer, Call, CallRecord } from './call.ts';
import type { Cancellation, CancelListener } from './cancellation.ts';
import { Expiring } from './deadlines.ts';
import type { Deadlines } from './deadlines.ts';
import { timedOut, unavailable } from './errors.ts';
import { Exchange } from './exchange.ts';
import type { Exchanged, ExchangeListener } from './exchange.ts';
import { parseJson } from './json/wire.ts';
import type { RetryBudget } from './retry-budget.ts';

/** A failure of which it is certain that AM never got the request. */
export class NotSent extends Error {}

/** What one call is sent with, and who is told of its end. */
export interface SendingParts {
  readonly call: Call;
  readonly correlationId: string;
  readonly pool: Dispatcher;
  /** Names and values in turn. */
  readonly headers: string[];
  /** Cancelled when nobody waits any more. */
  readonly client: Cancellation | undefined;
  readonly deadlines: Deadlines;
  readonly budget: RetryBudget;
  readonly observe: (call: CallRecord) => void;
  /** Told of the end before anybody who waits. */
  readonly ended: (() => void) | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One call from its first attempt to its end. A state machine and not a chain of promises: every page waits for
 * several of these, and a promise for each step cost more than the steps.
 */
export class Sending extends Expiring implements ExchangeListener, CancelListener {
  readonly #parts: SendingParts;
  /** Why nothing more is tried: the time is up, or nobody waits. */
  #over: 'time' | 'nobody' | undefined;
  #attempts = 0;
  #exchange: Exchange | undefined;

  constructor(parts: SendingParts) {
    super();
    this.#parts = parts;
  }

  /** Sends the call; at the end `resolve` or `reject` is called. */
  begin(): void {
    const { client, deadlines } = this.#parts;
    deadlines.begin(this);
    if (client?.cancelled === true) this.#over = 'nobody';
    else client?.listen(this);
    this.#attempt();
  }

  #attempt(): void {
    const { call, pool, headers } = this.#parts;
    const { route, method } = call;
    this.#attempts += 1;
    const exchange = new Exchange(this, { discardsGood: call.discardAnswer === true });
    this.#exchange = exchange;
    if (this.#over !== undefined) {
      exchange.stop();
      return;
    }
    const body = call.body ?? (method === 'POST' ? '{}' : null);
    try {
      pool.dispatch({ path: route.path, method, headers, body }, exchange);
    } catch (error) {
      exchange.stop(errorIn(error));
    }
  }

  onAnswer({ status, body, retryAfter }: Exchanged): void {
    if (status >= 502 && status <= 504 && this.#triesAgain()) return;
    const { call, resolve } = this.#parts;
    this.#end(status);
    resolve({
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
    const { call, reject } = this.#parts;
    this.#end(codeOf(error));
    const { template } = call.route;
    const isLate = this.#over === 'time' && !(error instanceof Failure);
    reject(
      isLate
        ? timedOut(`AM did not answer ${template} within the deadline`)
        : failureOf(error, template),
    );
  }

  onTime(): void {
    this.#giveUp('time');
  }

  onCancel(): void {
    this.#giveUp('nobody');
  }

  /** Of a call that has ended there is nothing to give up. */
  #giveUp(why: 'time' | 'nobody'): void {
    this.#over ??= why;
    this.#exchange?.stop();
  }

  /** Reads are tried a second time, as far as the budget lets them; writes never. */
  #triesAgain(): boolean {
    const { call, budget } = this.#parts;
    const isLast = this.#attempts > 1 || call.effect === 'write' || this.#over !== undefined;
    if (isLast || !budget.take()) return false;
    void sleep(Math.random() * 25).then(() => this.#attempt());
    return true;
  }

  #end(result: number | string): void {
    const { call, correlationId, client, deadlines, observe, ended } = this.#parts;
    this.#exchange = undefined;
    deadlines.end(this);
    client?.unlisten(this);
    ended?.();
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
