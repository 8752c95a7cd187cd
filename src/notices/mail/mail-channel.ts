import { Failure } from '../../domain/values/failure.ts';
import {
  channelKinds,
  mailChannel,
  type Delivery,
  type KindFor,
  type OutboxMessage,
} from '../../domain/outbox/outbox.ts';
import { holdState } from '../../domain/enrolment/hold.ts';
import type { Holds } from '../../domain/enrolment/holds.ts';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { Channel } from '../channel.ts';
import { composeMail, type MailSettings } from './compose.ts';
import type { MailSender } from './mail-sender.ts';
import type { FoundRecipients } from './recipients.ts';

export interface MailChannelParts {
  readonly sender: Pick<MailSender, 'send'>;
  readonly settings: MailSettings;
  /** The holds of changes: after a reset a new device may need a setup code. */
  readonly holds: Pick<Holds, 'ofChanges'>;
  /** In epoch milliseconds. */
  readonly now: () => number;
  /** Finds the recipients of a change. @throws Failure if AM does not answer */
  readonly recipientsOf: (change: RecordedChange) => Promise<FoundRecipients>;
}

/**
 * Mail to the people whose devices were changed. The first attempt finds the recipients; then each
 * has a message of its own.
 */
export class MailChannel implements Channel<KindFor<'people'>> {
  readonly name = mailChannel;
  readonly kinds = channelKinds.people;
  readonly #parts: MailChannelParts;

  constructor(parts: MailChannelParts) {
    this.#parts = parts;
  }

  async deliver(
    { id, event: { change }, recipient }: OutboxMessage<KindFor<'people'>>,
    signal: AbortSignal,
  ): Promise<Delivery> {
    if (recipient === null) return this.#address(change);
    const { sender, settings } = this.#parts;
    const { address: to, language } = recipient;
    const mail = composeMail(change, recipient, settings, { isHeld: await this.#isHeld(change) });
    return sender.send({ id, to, language, ...mail }, signal);
  }

  async close(): Promise<void> {
    // Each mail has a connection of its own.
  }

  /** Whether a new device of the person needs a code now. */
  async #isHeld({ id }: RecordedChange): Promise<boolean> {
    const { holds, now } = this.#parts;
    const hold = (await holds.ofChanges([id])).get(id);
    return hold !== undefined && holdState(hold, now()) === 'OPEN';
  }

  async #address(change: RecordedChange): Promise<Delivery> {
    try {
      const found = await this.#parts.recipientsOf(change);
      if ('problem' in found) return { kind: 'failed', problem: found.problem };
      return { kind: 'addressed', recipients: found.recipients };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { kind: 'retry', problem: `AM_${error.code}` };
    }
  }
}
