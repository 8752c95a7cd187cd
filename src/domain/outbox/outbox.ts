import type { PendingChange } from '../change/approval.ts';
import type { ChangeReport, Instant, RecordedChange } from '../change/change-record.ts';
import type { SecurityEvent } from './security-event.ts';
import type { Signal } from './signal.ts';
import type { SignalStreams, StreamSignal } from './signal-stream.ts';
import type { Limited } from '../values/limit.ts';

/** What a recipient of a message is to the person whose devices were changed. */
export const RecipientKind = { PERSON: 'PERSON', MANAGER: 'MANAGER' } as const;
export type RecipientKind = (typeof RecipientKind)[keyof typeof RecipientKind];

/** A recipient of a message, as found at its first attempt; later attempts keep it. */
export interface Recipient {
  /** What the recipient is to the person; `TEAM` for an address that the operator chose. */
  readonly kind: RecipientKind | 'TEAM';
  /** In the clear. The outbox removes it when the message has ended. */
  readonly address: string;
  /** What of the address may be shown: `b•••@e•••.com`. */
  readonly masked: string;
  /** The language in which the recipient reads, as a language tag. */
  readonly language: string;
  /** The display name of the person whose devices were changed; null if unknown. */
  readonly personName: string | null;
}

/**
 * What a message reports. `src/notices/README.md` says how to add a kind; a switch over `kind` has
 * no default, so that the compiler names each place that a new kind needs.
 */
export type OutboxEvent =
  | { readonly kind: 'change'; readonly change: RecordedChange }
  /** A person does not recognise a change of their devices. */
  | { readonly kind: 'report'; readonly change: RecordedChange; readonly report: ChangeReport }
  /** A change was requested, and waits for a second person; or a requested change has ended. */
  | { readonly kind: 'approval'; readonly pending: PendingChange }
  | SecurityMessage
  | SignalEvent;

/**
 * A security event (security F10), or the sum of those of its type that exceeded the rate; of such
 * a sum only `type` and `further` are set.
 */
export interface SecurityMessage {
  readonly kind: 'security';
  readonly at: Instant;
  readonly event: SecurityEvent;
  /** How many more events of the type there were; 0 for a single event. */
  readonly further: number;
}

/** What only streams of Shared Signals report. */
export type SignalEvent = (Signal & { readonly change: RecordedChange }) | StreamSignal;

export type OutboxEventKind = OutboxEvent['kind'];

/** The event of a kind. */
export type EventOf<Kind extends OutboxEventKind> = {
  readonly [K in OutboxEventKind]: Extract<OutboxEvent, { readonly kind: K }>;
}[Kind];

const eventKinds: Readonly<Record<OutboxEventKind, true>> = {
  change: true,
  report: true,
  approval: true,
  security: true,
  'credential-change': true,
  'session-revoked': true,
  verification: true,
  'stream-updated': true,
};

/** Whether a text is a kind of event of this version. */
export function isOutboxEventKind(text: string): text is OutboxEventKind {
  return Object.hasOwn(eventKinds, text);
}

/** The kinds of events that channels deliver: to people, to teams, to webhooks and to streams. */
export const channelKinds = {
  people: ['change'],
  team: ['security', 'report', 'approval'],
  webhook: ['change', 'report', 'approval', 'security'],
  stream: ['credential-change', 'session-revoked', 'verification', 'stream-updated'],
} as const satisfies Readonly<Record<string, readonly OutboxEventKind[]>>;

/** The kinds of events that a sort of channel delivers. */
export type KindFor<Sort extends keyof typeof channelKinds> = (typeof channelKinds)[Sort][number];

/** A channel, and the kinds of events that it reports. */
export interface OutboxChannel {
  readonly name: string;
  readonly kinds: readonly OutboxEventKind[];
}

/** An event that is reported over one channel. */
export interface OutboxMessage<Kind extends OutboxEventKind = OutboxEventKind> {
  /** The same for each attempt, so that a receiver can recognize a duplicate. */
  readonly id: string;
  readonly channel: string;
  /** How often the message was sent, this time included. */
  readonly attempts: number;
  readonly event: EventOf<Kind>;
  /** Null until the channel has found the recipients; channels without addresses find none. */
  readonly recipient: Recipient | null;
}

/** How an attempt to deliver a message ended. Problems are codes without personal data. */
export type Delivery =
  | { readonly kind: 'delivered' }
  /** The receiver has nothing to do any more, so nothing was sent: the message is forgotten. */
  | { readonly kind: 'nothing' }
  /** The recipients were found: each gets a message of its own, and is retried by itself. */
  | { readonly kind: 'addressed'; readonly recipients: readonly Recipient[] }
  /** Try again, after a pause that grows with each attempt and is at least `afterMs`. */
  | {
      readonly kind: 'retry';
      readonly problem: string;
      readonly afterMs?: number;
      /** Whether the problem is this recipient's, and others can still be reached. */
      readonly isOfRecipient?: boolean;
    }
  /** No attempt can succeed: the message is given up, and later ones are sent. */
  | { readonly kind: 'failed'; readonly problem: string }
  /** The receiver wants no message any more: the channel is switched off. */
  | { readonly kind: 'off'; readonly problem: string };

/**
 * What became of a message: it waits for its next attempt, was delivered, was given up after three
 * days, or was dropped by an operator.
 */
export const outboxStates = ['waiting', 'delivered', 'failed', 'dropped'] as const;
export type OutboxState = (typeof outboxStates)[number];

/** What became of the report of a change to one receiver. */
export interface Notice {
  readonly channel: string;
  /** Null for a channel without addresses, and until the recipients are known. */
  readonly recipient: { readonly kind: RecipientKind; readonly masked: string } | null;
  readonly state: OutboxState;
  /** The code of the last problem. */
  readonly problem: string | null;
  /** When it reached its state: when it was added, delivered, given up or dropped. */
  readonly at: Instant;
}

/** The channel of messages to people; the others are other systems. */
export const mailChannel = 'mail';

/** What became of the wish to send the mail about a change again. */
export type Retried =
  | { readonly kind: 'retried'; readonly count: number }
  /** No message was given up, and none waits after a failed attempt. */
  | { readonly kind: 'nothing' }
  | Limited;

/** How many messages of a channel wait. */
export interface OutboxFigures {
  readonly channel: string;
  readonly waiting: number;
  /** The age of the oldest one that waits, in milliseconds. */
  readonly oldestMs: number;
  readonly isOff: boolean;
}

/**
 * The messages about events. Those about a change are added in the transaction that records its
 * outcome. Messages about one person are claimed in their order, each after the one before has left
 * the outbox.
 */
export interface Outbox {
  /**
   * Claims up to `most` messages of a channel for this process. A message that is not settled
   * within a minute can be claimed again, by any process.
   */
  claim(channel: string, most: number): Promise<readonly OutboxMessage[]>;
  settle(message: OutboxMessage, delivery: Delivery): Promise<void>;
  /** Returns a claimed message that was not sent, for another process. */
  release(message: OutboxMessage): Promise<void>;
  figures(): Promise<readonly OutboxFigures[]>;
  /** The streams of Shared Signals. */
  readonly streams: SignalStreams;
  /** Calls a listener after this process has added messages. */
  onAdded(listener: () => void): void;
}
