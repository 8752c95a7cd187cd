import { createHmac } from 'node:crypto';
import type { Dispatcher } from 'undici';
import {
  channelKinds,
  type Delivery,
  type KindFor,
  type OutboxMessage,
} from '../domain/outbox/outbox.ts';
import type { Channel } from './channel.ts';
import { describeEvent } from './described-event.ts';
import { pauseIn, problemOf } from './delivery-problem.ts';
import { createDispatcher, type DispatcherOptions } from './public-targets.ts';

export interface WebhookOptions extends DispatcherOptions {
  readonly name: string;
  readonly url: URL;
  /** A body by Standard Webhooks, or a CloudEvents 1.0 event in structured mode. */
  readonly format: 'standard' | 'cloudevents';
  /** The keys that sign: several while a receiver replaces its secret. */
  readonly keys: () => readonly Buffer[];
  readonly now: () => number;
}

type WebhookMessage = OutboxMessage<KindFor<'webhook'>>;

/**
 * A receiver of signed messages, by the Standard Webhooks specification 1.0: `webhook-id`,
 * `webhook-timestamp` and `webhook-signature`. Only 2xx is a success; no redirect is followed.
 */
export class Webhook implements Channel<KindFor<'webhook'>> {
  readonly name: string;
  readonly kinds = channelKinds.webhook;
  readonly #options: WebhookOptions;
  readonly #dispatcher: Dispatcher;

  constructor(options: WebhookOptions) {
    this.name = `webhook:${options.name}`;
    this.#options = options;
    this.#dispatcher = createDispatcher(options);
  }

  async deliver(message: WebhookMessage, signal: AbortSignal): Promise<Delivery> {
    const { url, now } = this.#options;
    const body = this.#bodyOf(message);
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await this.#dispatcher.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        headers: this.#headersOf(message, body),
        body,
        signal,
      });
      await answer.dump({ limit: 65_536, signal });
      return deliveryOf(statusCode, headers['retry-after'], now());
    } catch (error) {
      return { kind: 'retry', problem: problemOf(error, signal) };
    }
  }

  close(): Promise<void> {
    return this.#dispatcher.close();
  }

  #bodyOf({ id, event }: WebhookMessage): string {
    const { type, time, realm, data } = describeEvent(event);
    if (this.#options.format === 'standard') return JSON.stringify({ type, timestamp: time, data });
    return JSON.stringify({
      specversion: '1.0',
      id,
      source: `urn:identity-gateway${realm === null ? '' : `:${realm}`}`,
      type,
      time,
      datacontenttype: 'application/json',
      data,
    });
  }

  #headersOf({ id }: WebhookMessage, body: string): Record<string, string> {
    const { format, keys, now } = this.#options;
    const timestamp = `${Math.floor(now() / 1_000)}`;
    const signed = `${id}.${timestamp}.${body}`;
    const signatures = keys().map(
      (key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    );
    return {
      'content-type':
        format === 'standard' ? 'application/json' : 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'identity-gateway',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    };
  }
}

function deliveryOf(
  status: number,
  retryAfter: string | string[] | undefined,
  now: number,
): Delivery {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const problem = `HTTP_${status}`;
  if (status === 410) return { kind: 'off', problem };
  const afterMs = pauseIn(retryAfter, now);
  return { kind: 'retry', problem, ...(afterMs !== undefined && { afterMs }) };
}
