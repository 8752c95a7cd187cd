import { errors, type Dispatcher } from 'undici';
import { amFailure } from './errors.ts';

/** The outcome of an exchange: an answer with its unparsed body, or why there is no answer. */
export type Exchanged =
  | {
      readonly error?: undefined;
      readonly status: number;
      readonly headers: ResponseHeaders;
      readonly body: string;
    }
  | { readonly error: Error };

export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * One request and its answer: the handler for undici's `dispatch`. `request` would create a stream
 * for every body of a few hundred bytes, which costs 12 µs of a GraphQL request's 170.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #answer = Promise.withResolvers<Exchanged>();
  readonly #chunks: Buffer[] = [];
  #status = 0;
  #headers: ResponseHeaders = {};
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: Error | undefined;

  /**
   * The answer to the dispatched request. Never rejects: an error is UPSTREAM_CONTRACT if the body
   * is too large; otherwise the socket's error, or the reason of `stop`.
   */
  get answer(): Promise<Exchanged> {
    return this.#answer.promise;
  }

  /** Whether the request was started on a connection, so that the server may have received it. */
  get isStarted(): boolean {
    return this.#controller !== undefined;
  }

  /** Ends the exchange at once, although undici may not have started the request yet. */
  stop(reason: Error): void {
    this.#stopped = reason;
    this.#controller?.abort(reason);
    this.#answer.resolve({ error: reason });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped !== undefined) controller.abort(this.#stopped);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHeaders,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#answer.resolve({
      status: this.#status,
      headers: this.#headers,
      body: Buffer.concat(this.#chunks).toString('utf8'),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const isTooLarge = error instanceof errors.ResponseExceededMaxSizeError;
    const detail = 'the answer is larger than permitted';
    const problem = isTooLarge ? amFailure('UPSTREAM_CONTRACT', detail, error) : error;
    this.#answer.resolve({ error: problem });
  }
}
