import { Failure } from '../domain/values/failure.ts';
import type { Delivery, Outbox, OutboxMessage } from '../domain/outbox/outbox.ts';
import { isForChannel, type Channel } from './channel.ts';

/** How often to look for messages that are due, in milliseconds. */
const lookEveryMs = 1_000;

/** How long an attempt may take, in milliseconds: less than the lease of a claimed message. */
const attemptMs = 15_000;

/** How many messages of a channel are under way at once, each of another person. */
const mostAtOnce = 8;

export interface CourierParts {
  readonly outbox: Pick<Outbox, 'claim' | 'settle' | 'release' | 'onAdded'>;
  readonly channels: readonly Channel[];
  readonly log: { readonly warn: (message: string) => void };
  /** Counts an attempt. */
  readonly onAttempt?: ((channel: string, result: Delivery['kind']) => void) | undefined;
}

/**
 * Delivers the messages of the outbox, each channel on its own, so that a slow receiver delays no
 * other. A message is sent at least once; a receiver drops duplicates by their id.
 */
export class Courier {
  readonly #parts: CourierParts;
  readonly #channels: readonly Slots[];
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: CourierParts) {
    this.#parts = parts;
    const { signal } = this.#stopping;
    this.#channels = parts.channels.map((channel) => new Slots(channel, parts, signal));
    parts.outbox.onAdded(() => this.#look());
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
    this.#look();
  }

  /** Aborts attempts. What was not sent is left to another process, or to the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await Promise.all(this.#channels.map((slots) => slots.ended()));
    await Promise.all(this.#parts.channels.map((channel) => channel.close()));
  }

  #look(): void {
    for (const slots of this.#channels) slots.fill();
  }
}

/** Delivers the messages of one channel. A slot is refilled when its attempt has ended. */
class Slots {
  readonly #channel: Channel;
  readonly #parts: CourierParts;
  readonly #stopping: AbortSignal;
  readonly #underWay = new Set<Promise<void>>();
  #filling: Promise<void> | undefined;
  #isFilling = false;
  /** Whether messages may be due that were not claimed. */
  #isWanted = false;
  #problem: string | null = null;

  constructor(channel: Channel, parts: CourierParts, stopping: AbortSignal) {
    this.#channel = channel;
    this.#parts = parts;
    this.#stopping = stopping;
  }

  /** Fills the free slots. */
  fill(): void {
    this.#isWanted = true;
    if (!this.#isFilling) this.#filling = this.#untilFull();
  }

  async ended(): Promise<void> {
    await this.#filling;
    await Promise.all(this.#underWay);
  }

  async #untilFull(): Promise<void> {
    this.#isFilling = true;
    try {
      while (this.#isWanted && this.#free > 0 && !this.#stopping.aborted) {
        this.#isWanted = false;
        const messages = await this.#parts.outbox.claim(this.#channel.name, this.#free);
        for (const message of messages) this.#start(message);
      }
    } catch (error) {
      ignoreAway(error);
    } finally {
      this.#isFilling = false;
    }
  }

  get #free(): number {
    return mostAtOnce - this.#underWay.size;
  }

  #start(message: OutboxMessage): void {
    const work = this.#send(message)
      .catch(ignoreAway)
      .then((isGood) => {
        this.#underWay.delete(work);
        // After a failure the next look is soon enough: a receiver that is away gets no flood.
        if (isGood === true) this.fill();
      });
    this.#underWay.add(work);
  }

  /** Sends a message and settles it. Returns whether other messages may be due now. */
  async #send(message: OutboxMessage): Promise<boolean> {
    const { outbox, onAttempt } = this.#parts;
    const signal = AbortSignal.any([this.#stopping, AbortSignal.timeout(attemptMs)]);
    const delivery: Delivery = isForChannel(this.#channel, message)
      ? await this.#channel.deliver(message, signal)
      : { kind: 'failed', problem: 'NOT_FOR_CHANNEL' };
    if (this.#stopping.aborted && delivery.kind === 'retry') {
      await outbox.release(message);
      return false;
    }
    await outbox.settle(message, delivery);
    onAttempt?.(this.#channel.name, delivery.kind);
    this.#report(message, delivery);
    return delivery.kind !== 'retry' && delivery.kind !== 'off';
  }

  /**
   * Logs when the channel starts to fail, and when it works again; not each attempt. A message that
   * is given up at once has a line of its own.
   */
  #report({ id }: OutboxMessage, delivery: Delivery): void {
    const { warn } = this.#parts.log;
    const { name } = this.#channel;
    switch (delivery.kind) {
      case 'addressed':
      case 'nothing':
        return;
      case 'failed':
        warn(`The message ${id} of ${name} was given up (${delivery.problem}).`);
        return;
      case 'delivered':
        if (this.#problem !== null) warn(`Messages of ${name} are delivered again.`);
        this.#problem = null;
        return;
      case 'retry':
      case 'off':
        if (delivery.problem === this.#problem) return;
        if (delivery.kind === 'retry' && delivery.isOfRecipient === true) return;
        this.#problem = delivery.problem;
        warn(
          delivery.kind === 'off'
            ? `The receiver of ${name} accepts no message any more (${delivery.problem}). Messages wait until "identity-gateway outbox on ${name}".`
            : `Messages of ${name} cannot be delivered now (${delivery.problem}). They are sent again.`,
        );
        return;
      default:
        delivery satisfies never;
    }
  }
}

/** While the ledger is away nothing is claimed or settled; readiness reports it. */
function ignoreAway(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}
