import type { Delivery, OutboxEventKind, OutboxMessage } from '../domain/outbox/outbox.ts';

/** A way to report some kinds of events: a webhook, mail. */
export interface Channel<Kind extends OutboxEventKind = OutboxEventKind> {
  readonly name: string;
  /** The kinds that it delivers. */
  readonly kinds: readonly Kind[];
  /**
   * Sends a message once. Never rejects: a failed attempt is a `Delivery`. `signal` aborts when the
   * time for the attempt is over or the gateway stops.
   */
  deliver(message: OutboxMessage<Kind>, signal: AbortSignal): Promise<Delivery>;
  close(): Promise<void>;
}

/** Whether a message is of the kinds of a channel. The outbox adds no other one for it. */
export function isForChannel<Kind extends OutboxEventKind>(
  { kinds }: { readonly kinds: readonly Kind[] },
  message: OutboxMessage,
): message is OutboxMessage<Kind> {
  return kinds.some((kind) => kind === message.event.kind);
}
