import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { Dispatcher } from 'undici';
import { Failure } from '../domain/failure.ts';
import type { Answer, Call, CallRecord } from './call.ts';
import type { Deadline } from './deadline.ts';
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
  readonly deadline: Deadline;
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
export class Sending implements ExchangeListener {
  readonly #parts: SendingParts;
  readonly #started = performance.now();
  #attempts = 0;

  constructor(parts: SendingParts) {
    this.#parts = parts;
  }

  /** Tries once; at the end `resolve` or `reject` is called, unless another attempt is worth it. */
  begin(): void {
    const { call, pool, headers, deadline } = this.#parts;
    const { route, method } = call;
    this.#attempts += 1;
    const exchange = new Exchange(this, { discardsGood: call.discardAnswer === true });
    deadline.stops(exchange);
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
    const { call, deadline, reject } = this.#parts;
    this.#end(codeOf(error));
    reject(failureOf(error, call, deadline));
  }

  /** Reads are tried a second time, as far as the budget lets them; writes never. */
  #triesAgain(): boolean {
    const { call, deadline, budget } = this.#parts;
    if (this.#attempts > 1 || call.effect === 'write' || deadline.over || !budget.take()) {
      return false;
    }
    void sleep(Math.random() * 25).then(() => this.begin());
    return true;
  }

  #end(result: number | string): void {
    const { call, correlationId, deadline, observe, ended } = this.#parts;
    deadline.end();
    ended?.();
    observe({
      correlationId,
      method: call.method,
      template: call.route.template,
      result: deadline.passed ? 'DEADLINE' : result,
      durationMs: performance.now() - this.#started,
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
function failureOf(error: Error, call: Call, deadline: Deadline): Failure {
  if (error instanceof Failure) return error;
  const { template } = call.route;
  if (deadline.passed) return timedOut(`AM did not answer ${template} within the deadline`);
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
