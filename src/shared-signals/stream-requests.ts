import { oneOf, optional, type Fields } from '../domain/values/json.ts';
import { asText, UnreadableJson, type Reader } from '../domain/values/json.ts';
import { streamStatuses, type SignalStreams } from '../domain/outbox/signal-stream.ts';
import { HttpError } from '../server/http/http-error.ts';
import { jsonReply, type Reply } from '../server/http/reply.ts';
import { verificationSeconds } from './metadata.ts';
import type { SignalStream } from '../domain/outbox/signal-stream.ts';

/** Returns the status of a stream (SSF 1.0 §8.1.2.1). */
export async function statusReply(stream: SignalStream, streams: SignalStreams): Promise<Reply> {
  const { status, reason } = await streams.stateOf(stream.name);
  return jsonReply(200, {
    stream_id: stream.name,
    status,
    ...(reason !== null && { reason }),
  });
}

/** The longest reason and state that are stored. */
const mostReason = 512;
const mostState = 4_096;

/** Sets the status that the receiver requests (SSF 1.0 §8.1.2.2). @throws HttpError 400 */
export async function updateStatus(
  stream: SignalStream,
  body: Fields,
  streams: SignalStreams,
): Promise<Reply> {
  const status = readMember(body, 'status', oneOf(streamStatuses));
  const reason = readMember(body, 'reason', optional(asText)) ?? null;
  if (reason !== null && reason.length > mostReason)
    throw new HttpError(400, `Send a reason of at most ${mostReason} characters.`);
  await streams.setState(stream.name, { status, reason });
  return statusReply(stream, streams);
}

/** Adds verification events, not too often for each stream. */
export class Verifications {
  readonly #streams: SignalStreams;
  readonly #now: () => number;
  /** When the last one was requested, by stream. */
  readonly #last = new Map<string, number>();

  constructor(streams: SignalStreams, now: () => number) {
    this.#streams = streams;
    this.#now = now;
  }

  /** @throws HttpError 400 for a bad request or a disabled stream, 429 if it is too early */
  async request(stream: SignalStream, body: Fields): Promise<Reply> {
    const state = readMember(body, 'state', optional(asText)) ?? null;
    if (state !== null && state.length > mostState)
      throw new HttpError(400, `Send a state of at most ${mostState} characters.`);
    const { status } = await this.#streams.stateOf(stream.name);
    if (status === 'disabled')
      throw new HttpError(400, 'The stream is disabled. Enable it, then verify it.');
    this.#count(stream);
    await this.#streams.verify(stream.name, state);
    return { status: 204, headers: {}, body: '' };
  }

  #count({ name }: SignalStream): void {
    const now = this.#now();
    const pause = (this.#last.get(name) ?? -Infinity) + verificationSeconds * 1_000 - now;
    if (pause > 0)
      throw new HttpError(429, 'The stream was verified a moment ago. Try again later.', {
        code: 'RATE_LIMITED',
        headers: { 'retry-after': String(Math.ceil(pause / 1_000)) },
      });
    this.#last.set(name, now);
  }
}

/** Reads a member of a request. @throws HttpError 400 */
export function readMember<T>(body: Fields, name: string, read: Reader<T>): T {
  try {
    return read(body[name]);
  } catch (error) {
    if (!(error instanceof UnreadableJson)) throw error;
    throw new HttpError(400, `The member ${name} is missing or wrong.`, { cause: error });
  }
}
