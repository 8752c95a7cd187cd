import type { Config } from '../../config/load-config.ts';
import { PrivateTarget, tryTarget, type Target } from '../../notices/public-targets.ts';
import { Finding, reach, type Check } from '../line/finding.ts';

/** Whether the receivers of webhooks accept a connection. Nothing is sent. */
export function webhookChecks(webhooks: Config['webhooks']): Check[] {
  return webhooks.map((target) => check('webhooks', `webhook ${target.name}`, target));
}

/** Whether the receivers of pushed signals accept a connection. Nothing is sent. */
export function streamChecks(signals: Config['sharedSignals']): Check[] {
  const { streams = [], allowsPrivate = false } = signals ?? {};
  return streams.flatMap(({ name, push: url }) =>
    url === null ? [] : [check('streams', `stream ${name}`, { url, allowsPrivate })],
  );
}

function check(option: string, name: string, target: Target): Check {
  const server = { option, caOption: 'NODE_EXTRA_CA_CERTS', url: target.url };
  return [
    name,
    () =>
      reach(server, async () => {
        try {
          await tryTarget(target);
          return 'accepts a connection';
        } catch (error) {
          if (!(error instanceof PrivateTarget)) throw error;
          throw new Finding(
            `${option}: ${target.url.hostname} is not a public address, so nothing is sent; WEBHOOK_PRIVATE_TARGETS=allow permits it`,
          );
        }
      }),
  ];
}
