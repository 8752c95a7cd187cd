import { channelKinds, mailChannel, type OutboxChannel } from '../domain/outbox/outbox.ts';
import { streamChannel } from '../domain/outbox/signal-stream.ts';
import type { MailConfig } from './sections/mail.ts';
import type { noticesConfig } from './sections/notices.ts';
import type { sharedSignalsConfig } from './sections/shared-signals.ts';
import { wordsOfTeams } from './things/team-mail.ts';

type Webhooks = ReturnType<typeof noticesConfig>;
type SharedSignals = ReturnType<typeof sharedSignalsConfig>;

/** What a gateway's options say about reports. */
interface ChannelsConfig {
  readonly webhooks: Webhooks;
  readonly sharedSignals: SharedSignals;
  readonly mail: MailConfig | undefined;
}

/** Returns the channels, and which events each one reports. */
export function channelsOf({ webhooks, sharedSignals, mail }: ChannelsConfig): OutboxChannel[] {
  const toPeople =
    mail === undefined
      ? []
      : [{ name: mailChannel, kinds: channelKinds.people }, ...teamChannels(mail)];
  return [...toPeople, ...webhookChannels(webhooks), ...streamChannels(sharedSignals)];
}

/** Returns the channels of webhooks, and which events each one reports. */
export function webhookChannels(webhooks: Webhooks): OutboxChannel[] {
  return webhooks.map(({ name, kinds }) => ({ name: `webhook:${name}`, kinds }));
}

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

/** Returns the channels of the streams, and which signals each one reports. */
function streamChannels(sharedSignals: SharedSignals): OutboxChannel[] {
  return (sharedSignals?.streams ?? []).map(({ name, kinds }) => ({
    name: streamChannel(name),
    kinds,
  }));
}
