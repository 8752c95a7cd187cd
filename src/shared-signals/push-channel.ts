import type { Dispatcher } from 'undici';
import { isFields, parsed } from '../domain/values/json.ts';
import {
  channelKinds,
  type Delivery,
  type KindFor,
  type OutboxMessage,
} from '../domain/outbox/outbox.ts';
import { streamChannel } from '../domain/outbox/signal-stream.ts';
import type { Channel } from '../notices/channel.ts';
import { pauseIn, problemOf } from '../notices/delivery-problem.ts';
import { createDispatcher, type DispatcherOptions } from '../notices/public-targets.ts';
import { receiverProblem } from './receiver-errors.ts';
import type { SignalStream } from '../domain/outbox/signal-stream.ts';
import type { Transmitter } from './transmitter.ts';

export interface PushOptions extends DispatcherOptions {
  readonly stream: SignalStream;
  readonly url: URL;
  readonly transmitter: Transmitter;
  readonly now: () => number;
}

/** The most bytes of an answer that are read. */
const mostBytes = 65_536;

/**
 * A receiver that SETs are pushed to (RFC 8935). Only 202 is a success: a page with status 200 is
 * not the answer of a receiver. No redirect is followed.
 */
export class PushChannel implements Channel<KindFor<'stream'>> {
  readonly name: string;
  readonly kinds = channelKinds.stream;
  readonly #options: PushOptions;
  readonly #dispatcher: Dispatcher;

  constructor(options: PushOptions) {
    this.name = streamChannel(options.stream.name);
    this.#options = options;
    this.#dispatcher = createDispatcher(options);
  }

  async deliver(message: OutboxMessage<KindFor<'stream'>>, signal: AbortSignal): Promise<Delivery> {
    const { url, stream, transmitter, now } = this.#options;
    const authorization = stream.authorization();
    try {
      const set = await transmitter.sign(message, stream);
      if (set === null) return { kind: 'retry', problem: 'NO_SUBJECT' };
      if (set.kind !== 'signed') return set;
      const { statusCode, headers, body } = await this.#dispatcher.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        headers: {
          'content-type': 'application/secevent+jwt',
          accept: 'application/json',
          'user-agent': 'identity-gateway',
          ...(authorization !== undefined && { authorization }),
        },
        body: set.token,
        signal,
      });
      if (statusCode === 400)
        return { kind: 'retry', problem: errorIn(await textOf(body, signal)) };
      await body.dump({ limit: mostBytes, signal });
      if (statusCode === 202) return { kind: 'delivered' };
      const afterMs = pauseIn(headers['retry-after'], now());
      const problem = `HTTP_${statusCode}`;
      return { kind: 'retry', problem, ...(afterMs !== undefined && { afterMs }) };
    } catch (error) {
      return { kind: 'retry', problem: problemOf(error, signal) };
    }
  }

  close(): Promise<void> {
    return this.#dispatcher.close();
  }
}

/** Returns the code of an error answer (RFC 8935 §2.3). */
function errorIn(text: string): string {
  const answer = parsed(text);
  return isFields(answer) && 'err' in answer ? receiverProblem(answer['err']) : 'HTTP_400';
}

/** Reads the start of an answer. */
async function textOf(body: Dispatcher.ResponseData['body'], signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    signal.throwIfAborted();
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    size += chunk.length;
    if (size > mostBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
