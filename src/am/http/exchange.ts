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

/** How one exchange is made. */
export interface ExchangeOptions {
  /** Ends the exchange wherever it is; the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Whether the body of a good answer is dropped unread (U7). */
  readonly discardsGood: boolean;
}

/**
 * Sends one request and gathers its answer. Uses undici's `dispatch`, because `request` creates a stream for every
 * body of a few hundred bytes, which costs 12 µs of a GraphQL request's 170.
 * @throws Failure UPSTREAM_CONTRACT when the body is too large; the error of the socket; the signal's reason
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: ExchangeOptions,
): Promise<Exchanged> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchanged>();
  const { signal, discardsGood } = options;
  const handler = new AnswerHandler({ resolve, reject, discardsGood });
  const stop = (): void => handler.stop(signal.reason);
  if (signal.aborted) {
    stop();
    return promise;
  }
  signal.addEventListener('abort', stop, { once: true });
  try {
    dispatcher.dispatch(request, handler);
  } catch (error) {
    reject(error);
  }
  return promise;
}

class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #resolve: (exchanged: Exchanged) => void;
  readonly #reject: (error: unknown) => void;
  readonly #discardsGood: boolean;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #retryAfter: string | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: Error | undefined;

  constructor(parts: {
    readonly resolve: (exchanged: Exchanged) => void;
    readonly reject: (error: unknown) => void;
    readonly discardsGood: boolean;
  }) {
    this.#resolve = parts.resolve;
    this.#reject = parts.reject;
    this.#discardsGood = parts.discardsGood;
  }

  /** Rejects at once, although undici may not have started the request yet. */
  stop(reason: Error): void {
    this.#stopped = reason;
    this.#controller?.abort(reason);
    this.#reject(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped !== undefined) controller.abort(this.#stopped);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status;
    const retryAfter = headers['retry-after'];
    if (typeof retryAfter === 'string') this.#retryAfter = retryAfter;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#discardsGood && this.#status < 300) return;
    this.#size += chunk.length;
    if (this.#size > bodyLimitBytes) {
      controller.abort(brokenContract(`AM's answer is larger than ${bodyLimitBytes} bytes`));
    } else {
      this.#chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    this.#resolve({
      status: this.#status,
      body: Buffer.concat(this.#chunks).toString('utf8'),
      retryAfter: this.#retryAfter,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}
