import { channelKinds, type OutboxChannel } from '../domain/outbox/outbox.ts';
import type { MailConfig } from './sections/mail.ts';
import { wordsOfTeams } from './things/team-mail.ts';

/** The channels of mail to teams, one for each kind of event, with the addresses that chose it. */
export function teamsOf({ team = [] }: Pick<MailConfig, 'team'>) {
  const teams = channelKinds.team.map((kind) => ({
    name: `mail:${wordsOfTeams[kind]}`,
    kinds: [kind],
    addresses: team.filter(({ kinds }) => kinds.includes(kind)).map(({ to }) => to),
  }));
  return teams.filter(({ addresses }) => addresses.length > 0);
}

/** Returns the channels of mail to teams, and which events each one reports. */
export function teamChannels(mail: Pick<MailConfig, 'team'>): OutboxChannel[] {
  return teamsOf(mail).map(({ name, kinds }) => ({ name, kinds }));
}
