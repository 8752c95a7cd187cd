import type { Dispatcher } from 'undici';
import { brokenContract } from './errors.ts';

/** The largest body read from AM. A device list of a hundred devices is a tenth of it. */
const bodyLimitBytes = 1_048_576;

/** An answer whose body has not been parsed. */
export interface Exchanged {
  readonly status: number;
  /** Empty when it was discarded. */
  readonly body: string;
  readonly retryAfter: string | undefined;
}

/**
 * One request and its answer: the handler for undici's `dispatch`. `request` instead would create a stream for every
 * body of a few hundred bytes, which costs 12 µs of a GraphQL request's 170.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #answer = Promise.withResolvers<Exchanged>();
  readonly #discardsGood: boolean;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #retryAfter: string | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: Error | undefined;

  /** With `discardsGood` the body of a good answer is dropped unread (U7); one that is no JSON is a proxy's, and not good. */
  constructor({ discardsGood }: { readonly discardsGood: boolean }) {
    this.#discardsGood = discardsGood;
  }

  /**
   * The answer of what is dispatched with this handler.
   * @throws Failure UPSTREAM_CONTRACT when the body is too large, or no JSON where it is dropped; the socket's error; the
   *   reason of `stop`
   */
  get answer(): Promise<Exchanged> {
    return this.#answer.promise;
  }

  /** Whether a connection was open and the request begun, so that AM may have received it. */
  get isBegun(): boolean {
    return this.#controller !== undefined;
  }

  /** Ends the exchange at once, although undici may not have started the request yet. */
  stop(reason: Error): void {
    this.#stopped = reason;
    this.#controller?.abort(reason);
    this.#answer.reject(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped !== undefined) controller.abort(this.#stopped);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status;
    const retryAfter = headers['retry-after'];
    if (typeof retryAfter === 'string') this.#retryAfter = retryAfter;
    if (this.#isDiscarded && !isJson(headers['content-type']))
      controller.abort(brokenContract('a good answer that is no JSON is not of AM'));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isDiscarded) return;
    this.#size += chunk.length;
    if (this.#size > bodyLimitBytes) {
      controller.abort(brokenContract(`AM's answer is larger than ${bodyLimitBytes} bytes`));
    } else {
      this.#chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    this.#answer.resolve({
      status: this.#status,
      body: Buffer.concat(this.#chunks).toString('utf8'),
      retryAfter: this.#retryAfter,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#answer.reject(error);
  }

  get #isDiscarded(): boolean {
    return this.#discardsGood && this.#status >= 200 && this.#status < 300;
  }
}

function isJson(type: string | string[] | undefined): boolean {
  return typeof type === 'string' && /^application\/json\b/i.test(type);
}
