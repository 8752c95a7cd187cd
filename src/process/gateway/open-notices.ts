import { channelsOf } from '../../config/channels.ts';
import type { Config } from '../../config/load-config.ts';
import type { Outbox, RecipientKind } from '../../domain/outbox/outbox.ts';
import { openMail, type MailParts } from './open-mail.ts';
import { Courier } from '../../notices/courier.ts';
import { Webhook } from '../../notices/webhook.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { OpenSignals } from './open-signals.ts';

/** What a deployment says about reports. */
type NoticeConfig = Pick<Config, 'webhooks' | 'sharedSignals' | 'mail'>;

/** Returns who gets mail about changes. */
export function notifiedOfChanges(mail: Config['mail']): RecipientKind[] {
  if (mail === undefined) return [];
  return mail.manager === undefined ? ['PERSON'] : ['PERSON', 'MANAGER'];
}

export interface NoticeParts {
  readonly outbox: Outbox;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  readonly now: () => number;
  /** The transmitter of Shared Signals. */
  readonly signals: OpenSignals | undefined;
  readonly am: MailParts['am'];
  readonly approvals: MailParts['approvals'];
  readonly holds: MailParts['holds'];
  /** The address of the gateway itself, for links where no public address is configured. */
  readonly url: string;
}

/** Starts to deliver messages. Undefined if changes are reported nowhere. */
export function openNotices(
  config: NoticeConfig & Pick<Config, 'access' | 'production' | 'pages'>,
  { outbox, log, metrics, now, signals, am, url, approvals, holds }: NoticeParts,
): Courier | undefined {
  if (channelsOf(config).length === 0) return undefined;
  const { mail, access, production, pages } = config;
  const pageUrl = production || !pages.on ? undefined : `${url}/`;
  const channels = [
    ...(mail === undefined
      ? []
      : openMail(mail, { am, realms: access.realms, pageUrl, approvals, holds, now })),
    ...config.webhooks.map((webhook) => new Webhook({ ...webhook, now })),
    ...(signals?.pushed ?? []),
  ];
  const onAttempt = metrics && ((name: string, result: string) => metrics.delivery(name, result));
  metrics?.outbox(() => outbox.figures());
  const courier = new Courier({ outbox, channels, log, onAttempt });
  courier.start();
  signals?.start();
  return courier;
}
