import { channelKinds, mailChannel, type OutboxChannel } from '../domain/outbox/outbox.ts';
import { streamChannel } from '../domain/outbox/signal-stream.ts';
import type { Config } from './load-config.ts';
import type { MailConfig } from './sections/mail.ts';
import { teamChannels } from './team-channels.ts';

/** What a gateway's options say about reports. */
type ChannelsConfig = Pick<Config, 'webhooks' | 'sharedSignals' | 'mail'>;

/** Returns the channels, and which events each one reports. */
export function channelsOf({ webhooks, sharedSignals, mail }: ChannelsConfig): OutboxChannel[] {
  const hooks = webhooks.map(({ name, kinds }) => ({ name: `webhook:${name}`, kinds }));
  return [...mailChannels(mail), ...hooks, ...streamChannels({ sharedSignals })];
}

/** Returns the channels of mail, and which events each one reports. */
function mailChannels(mail: MailConfig | undefined): OutboxChannel[] {
  if (mail === undefined) return [];
  return [{ name: mailChannel, kinds: channelKinds.people }, ...teamChannels(mail)];
}

/** Returns the channels of the streams, and which signals each one reports. */
function streamChannels({ sharedSignals }: Pick<Config, 'sharedSignals'>): OutboxChannel[] {
  return (sharedSignals?.streams ?? []).map(({ name, kinds }) => ({
    name: streamChannel(name),
    kinds,
  }));
}
