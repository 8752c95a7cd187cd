import type { Approvals } from '../../domain/change/approval.ts';
import {
  channelKinds,
  type Delivery,
  type KindFor,
  type OutboxMessage,
  type Recipient,
} from '../../domain/outbox/outbox.ts';
import type { Channel } from '../channel.ts';
import { maskAddress } from './address.ts';
import { composeTeamMail, type TeamEvent } from './compose-team.ts';
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
  /** Whether a requested change is still news for a team. */
  readonly approvals: Pick<Approvals, 'isNews'>;
}

/**
 * Mail to a team of the deployment, at addresses that the operator chose. The first attempt gives
 * each address a message of its own.
 */
export class TeamMailChannel implements Channel<KindFor<'team'>> {
  readonly name: string;
  readonly kinds = channelKinds.team;
  readonly #parts: TeamMailParts;

  constructor(parts: TeamMailParts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  async deliver(
    { id, event, recipient }: OutboxMessage<KindFor<'team'>>,
    signal: AbortSignal,
  ): Promise<Delivery> {
    if (!(await this.#concernsTeam(event))) return { kind: 'nothing' };
    if (recipient === null) return { kind: 'addressed', recipients: this.#recipients() };
    const { sender, settings } = this.#parts;
    const { address: to, language } = recipient;
    return sender.send({ id, to, language, ...composeTeamMail(event, language, settings) }, signal);
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

  /**
   * Whether the team has something to do: what became of a requested change needs no mail. A
   * request may have been decided while its mail could not be sent.
   */
  async #concernsTeam(event: TeamEvent): Promise<boolean> {
    switch (event.kind) {
      case 'security':
      case 'report':
        return true;
      case 'approval':
        return event.pending.decision === null && this.#parts.approvals.isNews(event.pending.id);
      default:
        return event satisfies never;
    }
  }
}
