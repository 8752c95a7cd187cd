import type { Delivery, OutboxMessage } from '../domain/outbox.ts';

/** A way to report changes: a webhook, mail. */
export interface Channel {
  readonly name: string;
  /**
   * Sends a message once. Never rejects: a failed attempt is a `Delivery`. `signal` aborts when the
   * time for the attempt is over or the gateway stops.
   */
  deliver(message: OutboxMessage, signal: AbortSignal): Promise<Delivery>;
  close(): Promise<void>;
}
