import { Failure } from '../../domain/failure.ts';
import type { Delivery, OutboxMessage, Recipient } from '../../domain/outbox.ts';
import type { RecordedChange } from '../../domain/change-record.ts';
import type { Channel } from '../channel.ts';
import { composeMail, type MailSettings } from './compose.ts';
import type { MailSender } from './mail-sender.ts';
import type { FoundRecipients } from './recipients.ts';

export interface MailChannelParts {
  readonly sender: Pick<MailSender, 'send'>;
  readonly settings: MailSettings;
  /** Finds the recipients of a change. @throws Failure if AM does not answer */
  readonly recipientsOf: (change: RecordedChange) => Promise<FoundRecipients>;
}

/**
 * Mail to the people whose devices were changed. The first attempt finds the recipients; then each
 * has a message of its own.
 */
export class MailChannel implements Channel {
  readonly name = 'mail';
  readonly #parts: MailChannelParts;

  constructor(parts: MailChannelParts) {
    this.#parts = parts;
  }

  async deliver(message: OutboxMessage, signal: AbortSignal): Promise<Delivery> {
    const { event, recipient } = message;
    switch (event.kind) {
      case 'change':
        return recipient === null
          ? this.#address(event.change)
          : this.#send({ id: message.id, change: event.change, recipient }, signal);
      case 'security':
      case 'report':
      case 'approval':
      case 'credential-change':
      case 'session-revoked':
      case 'stream-updated':
      case 'verification':
        // The outbox adds no message of these kinds for this channel.
        return { kind: 'failed', problem: 'NOT_FOR_PEOPLE' };
    }
  }

  async close(): Promise<void> {
    // Each mail has a connection of its own.
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

  #send({ id, change, recipient }: AddressedChange, signal: AbortSignal): Promise<Delivery> {
    const { sender, settings } = this.#parts;
    const { address: to, language } = recipient;
    return sender.send({ id, to, language, ...composeMail(change, recipient, settings) }, signal);
  }
}

interface AddressedChange {
  readonly id: string;
  readonly change: RecordedChange;
  readonly recipient: Recipient;
}
