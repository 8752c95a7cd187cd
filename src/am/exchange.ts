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

/** Why nothing came back of an exchange that was stopped. */
class Stopped extends Error {
  readonly code = 'UND_ERR_ABORTED';
}

/**
 * One request and its answer on undici's lowest level: a promise and a handler, where `request` would make a
 * stream for every call.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Exchanged>;
  readonly #discardsGood: boolean;
  #settle!: {
    readonly resolve: (answer: Exchanged) => void;
    readonly reject: (error: Error) => void;
  };
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: Error | undefined;
  #status = 0;
  #retryAfter: string | undefined;
  #chunks: Buffer[] = [];
  #size = 0;

  /** With `discardsGood` the body of a good answer is not kept (U7). */
  constructor({ discardsGood }: { readonly discardsGood: boolean }) {
    this.#discardsGood = discardsGood;
    this.answer = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  /** Gives the exchange up, wherever it is. */
  stop(error: Error = new Stopped('stopped')): void {
    this.#stopped ??= error;
    this.#controller?.abort(error);
    this.#settle.reject(error);
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
    } else {
      this.#chunks.push(chunk);
    }
  }

  onResponseEnd(): void {
    const [only] = this.#chunks;
    const bytes = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
    this.#settle.resolve({
      status: this.#status,
      body: bytes.toString('utf8'),
      retryAfter: this.#retryAfter,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle.reject(error);
  }
}
