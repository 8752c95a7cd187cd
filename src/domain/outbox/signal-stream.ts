import type { SignalKind } from './signal.ts';

/** How a stream names people: by AM's user id and its issuer, or by a mail address (RFC 9493). */
export const subjectFormats = ['iss_sub', 'email'] as const;
export type SubjectFormat = (typeof subjectFormats)[number];

/** A stream to a receiver, as the operator configures it. */
export interface SignalStream {
  /** Also its id for the receiver. */
  readonly name: string;
  /** Where SETs are pushed to; null if the receiver polls. */
  readonly push: URL | null;
  readonly audience: string;
  readonly kinds: readonly SignalKind[];
  readonly subjectFormat: SubjectFormat;
  /** The bearer tokens by which the receiver calls. */
  readonly tokens: () => readonly string[];
  /** The `Authorization` header of a push. */
  readonly authorization: () => string | undefined;
}

/** The status of a stream, as its receiver reads and updates it (SSF 1.0 §8.1.2). */
export const streamStatuses = ['enabled', 'paused', 'disabled'] as const;
export type StreamStatus = (typeof streamStatuses)[number];

/** An event about the stream itself and no person; `at` is in milliseconds. */
export type StreamSignal =
  | { readonly kind: 'verification'; readonly state: string | null; readonly at: number }
  | { readonly kind: 'stream-updated'; readonly status: StreamStatus; readonly at: number };

/** The status of a stream, and why its receiver set it. */
export interface StreamState {
  readonly status: StreamStatus;
  readonly reason: string | null;
}

const channelPrefix = 'ssf:';

/** Returns the name of a stream's channel in the outbox. */
export function streamChannel(stream: string): string {
  return channelPrefix + stream;
}

/** Whether a channel is that of a stream. */
export function isStream(channel: string): boolean {
  return channel.startsWith(channelPrefix);
}

/**
 * What a stream needs of the outbox beside its messages. A paused stream keeps its messages for
 * three days. A disabled one drops those that wait, and gets no new ones. The status survives a
 * restart, and all gateways on one ledger share it.
 */
export interface SignalStreams {
  stateOf(stream: string): Promise<StreamState>;
  setState(stream: string, state: StreamState): Promise<void>;
  /** Adds a verification event, which echoes `state`. */
  verify(stream: string, state: string | null): Promise<void>;
  /** Ends messages that the receiver has acknowledged. Ids of other streams have no effect. */
  acknowledge(stream: string, ids: readonly string[]): Promise<void>;
  /** Gives up messages that the receiver refused, each with the code of the problem. */
  refuse(stream: string, problems: ReadonlyMap<string, string>): Promise<void>;
  /** Whether messages wait besides these. */
  hasMore(stream: string, ids: readonly string[]): Promise<boolean>;
  /** Gives up what has waited for three days, for example for a receiver that never polls. */
  expire(streams: readonly string[]): Promise<void>;
}
