import { setTimeout as sleep } from 'node:timers/promises';
import {
  asCount,
  asFields,
  asFlag,
  asText,
  listOf,
  optional,
  type Fields,
} from '../domain/values/json.ts';
import { channelKinds, type Outbox, type OutboxMessage } from '../domain/outbox/outbox.ts';
import { streamChannel } from '../domain/outbox/signal-stream.ts';
import { HttpError } from '../server/http/http-error.ts';
import { jsonReply, type Reply } from '../server/http/reply.ts';
import { isForChannel } from '../notices/channel.ts';
import { receiverProblem } from './receiver-errors.ts';
import { readMember } from './stream-requests.ts';
import type { SignalStream } from '../domain/outbox/signal-stream.ts';
import type { Transmitter } from './transmitter.ts';

/** The most SETs of one answer. */
const mostSets = 100;

/** How long a poll waits for the first SET, and how often it looks, in milliseconds. */
const longestWaitMs = 10_000;
const lookEveryMs = 500;

/** How many polls of one stream may wait at once in this process. */
const mostPolls = 4;

export interface PollParts {
  readonly outbox: Outbox;
  readonly transmitter: Transmitter;
  /** Aborts when the gateway stops: polls that wait are answered at once. */
  readonly stopping: AbortSignal;
}

/** Answers polls (RFC 8936). */
export class Polls {
  readonly #parts: PollParts;
  readonly #waiting = new Map<string, number>();

  constructor(parts: PollParts) {
    this.#parts = parts;
  }

  /**
   * Ends what the receiver acknowledges or refuses, and returns the next SETs, at most one for each
   * person: the next one follows its acknowledgement, so that they arrive in order. A SET that is
   * not acknowledged within a minute is sent again. One whose person has no address is given up.
   * @param gone aborts when the receiver has closed the connection
   * @throws HttpError 400 for a bad request, 429 if too many polls of the stream wait
   */
  async answer(stream: SignalStream, body: Fields, gone: AbortSignal): Promise<Reply> {
    const request = readPoll(body);
    const { streams } = this.#parts.outbox;
    await streams.acknowledge(stream.name, request.ack);
    await streams.refuse(stream.name, request.problems);
    if (request.most === 0) return pollReply([], false);
    const messages = await this.#counted(stream, () => this.#claim(stream, request, gone));
    const sets = await Promise.all(messages.map((message) => this.#signed(message, stream)));
    const ids = messages.map(({ id }) => id);
    const hasMore = ids.length > 0 && (await streams.hasMore(stream.name, ids));
    return pollReply(
      sets.filter((set) => set !== null),
      hasMore,
    );
  }

  async #signed(message: OutboxMessage, stream: SignalStream): Promise<[string, string] | null> {
    const { outbox, transmitter } = this.#parts;
    if (!isForChannel({ kinds: channelKinds.stream }, message)) return null;
    const set = await transmitter.sign(message, stream);
    if (set?.kind === 'signed') return [message.id, set.token];
    if (set !== null) await outbox.settle(message, set);
    return null;
  }

  async #claim(
    stream: SignalStream,
    { most, isImmediate }: PollRequest,
    gone: AbortSignal,
  ): Promise<readonly OutboxMessage[]> {
    const { outbox, stopping } = this.#parts;
    const end = performance.now() + longestWaitMs;
    const signal = AbortSignal.any([gone, stopping]);
    for (;;) {
      if (gone.aborted) return [];
      const messages = await outbox.claim(streamChannel(stream.name), most);
      const isOver = isImmediate || signal.aborted || performance.now() >= end;
      if (messages.length > 0 || isOver) return messages;
      await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #counted<T>({ name }: SignalStream, act: () => Promise<T>): Promise<T> {
    const count = this.#waiting.get(name) ?? 0;
    if (count >= mostPolls)
      throw new HttpError(429, 'Too many polls of this stream wait already. Try again later.', {
        code: 'RATE_LIMITED',
        headers: { 'retry-after': '1' },
      });
    this.#waiting.set(name, count + 1);
    try {
      return await act();
    } finally {
      this.#waiting.set(name, (this.#waiting.get(name) ?? 1) - 1);
    }
  }
}

/** A poll, with the types of its members checked. */
interface PollRequest {
  readonly most: number;
  readonly isImmediate: boolean;
  readonly ack: readonly string[];
  /** The codes of the problems of refused SETs, by their ids. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Reads the members of a poll (RFC 8936 §2.2). @throws HttpError 400 */
function readPoll(body: Fields): PollRequest {
  const problems = readMember(body, 'setErrs', optional(asFields)) ?? {};
  return {
    most: Math.min(readMember(body, 'maxEvents', optional(asCount)) ?? mostSets, mostSets),
    isImmediate: readMember(body, 'returnImmediately', optional(asFlag)) ?? false,
    ack: readMember(body, 'ack', optional(listOf(asText))) ?? [],
    problems: new Map(
      Object.entries(problems).map(([id, problem]) => {
        const { err } = readMember({ setErrs: problem }, 'setErrs', asFields);
        return [id, receiverProblem(err)];
      }),
    ),
  };
}

function pollReply(sets: readonly (readonly [string, string])[], hasMore: boolean): Reply {
  return jsonReply(200, {
    sets: Object.fromEntries(sets),
    ...(hasMore && { moreAvailable: true }),
  });
}
