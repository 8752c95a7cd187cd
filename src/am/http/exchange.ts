import type { Dispatcher } from 'undici';
import { brokenContract } from './errors.ts';

/** The largest body that is read from AM; a device list of a hundred devices is a tenth of it. */
const bodyLimitBytes = 1_048_576;

/** What came back, before anybody has read it. */
export interface Exchanged {
  readonly status: number;
  /** Empty where it was to be thrown away unread. */
  readonly body: string;
  readonly retryAfter: string | undefined;
}

/** Is told how an exchange ended, once. */
export interface ExchangeListener {
  onAnswer(exchanged: Exchanged): void;
  onFailure(error: Error): void;
}

/** Why nothing came back of an exchange that was stopped. */
class Stopped extends Error {
  readonly code = 'UND_ERR_ABORTED';
}

/**
 * One request and its answer on undici's lowest level: a handler that gathers a few hundred bytes, where `request`
 * would make a stream for every call.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #listener: ExchangeListener;
  readonly #discardsGood: boolean;
  #ended = false;
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: Error | undefined;
  #status = 0;
  #retryAfter: string | undefined;
  /** Nearly every body comes in one piece. */
  #first: Buffer | undefined;
  #further: Buffer[] | undefined;
  #size = 0;

  /** With `discardsGood` the body of a good answer is not kept (U7). */
  constructor(listener: ExchangeListener, { discardsGood }: { readonly discardsGood: boolean }) {
    this.#listener = listener;
    this.#discardsGood = discardsGood;
  }

  /** Gives the exchange up, wherever it is. */
  stop(error: Error = new Stopped('stopped')): void {
    if (this.#ended) return;
    this.#stopped ??= error;
    this.#controller?.abort(error);
    this.#fail(error);
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

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#discardsGood && this.#status < 300) return;
    this.#size += chunk.length;
    if (this.#size > bodyLimitBytes) {
      this.stop(brokenContract(`AM's answer is larger than ${bodyLimitBytes} bytes`));
    } else if (this.#first === undefined) {
      this.#first = chunk;
    } else {
      this.#further ??= [this.#first];
      this.#further.push(chunk);
    }
  }

  onResponseEnd(): void {
    if (this.#ended) return;
    this.#ended = true;
    const bytes = this.#further === undefined ? this.#first : Buffer.concat(this.#further);
    this.#listener.onAnswer({
      status: this.#status,
      body: bytes === undefined ? '' : bytes.toString('utf8'),
      retryAfter: this.#retryAfter,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.onFailure(error);
  }
}
