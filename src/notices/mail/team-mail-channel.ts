import type { Delivery, OutboxMessage, Recipient } from '../../domain/outbox.ts';
import type { Channel } from '../channel.ts';
import { maskAddress } from './address.ts';
import { composeTeamMail } from './compose-team.ts';
import type { MailSettings } from './compose.ts';
import type { MailSender } from './mail-sender.ts';

export interface TeamMailParts {
  /** The name of the channel. */
  readonly name: string;
  readonly sender: Pick<MailSender, 'send'>;
  readonly settings: MailSettings;
  /** The addresses of the team. */
  readonly addresses: readonly string[];
  /** The language of the deployment, as a language tag. */
  readonly language: string;
}

/**
 * Mail to a team of the deployment, at addresses that the operator chose. The first attempt gives
 * each address a message of its own.
 */
export class TeamMailChannel implements Channel {
  readonly name: string;
  readonly #parts: TeamMailParts;

  constructor(parts: TeamMailParts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  async deliver({ id, event, recipient }: OutboxMessage, signal: AbortSignal): Promise<Delivery> {
    const { sender, settings } = this.#parts;
    switch (event.kind) {
      case 'security':
      case 'report': {
        if (recipient === null) return { kind: 'addressed', recipients: this.#recipients() };
        const { address: to, language } = recipient;
        return sender.send(
          { id, to, language, ...composeTeamMail(event, language, settings) },
          signal,
        );
      }
      case 'change':
      case 'approval':
      case 'credential-change':
      case 'session-revoked':
      case 'stream-updated':
      case 'verification':
        // The outbox adds no message of these kinds for this channel.
        return { kind: 'failed', problem: 'NOT_FOR_TEAMS' };
    }
  }

  async close(): Promise<void> {
    // Each mail has a connection of its own.
  }

  #recipients(): Recipient[] {
    const { addresses, language } = this.#parts;
    return addresses.map((address) => ({
      kind: 'TEAM',
      address,
      masked: maskAddress(address),
      language,
      personName: null,
    }));
  }
}
