import type { Config } from '../../config/load-config.ts';
import { Finding, reach, type Check } from '../line/finding.ts';

/** How long the collector may take, in milliseconds. */
const patienceMs = 5_000;

/** Whether the collector accepts an export without spans. */
export function tracingChecks(tracing: Config['tracing']): Check[] {
  if (tracing === undefined) return [];
  const url = new URL(tracing.url);
  const server = {
    option: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    caOption: 'NODE_EXTRA_CA_CERTS',
    url,
  };
  const check = async (): Promise<string> => {
    const { status } = await reach(server, () =>
      fetch(url, {
        method: 'POST',
        headers: { ...tracing.headers?.current, 'content-type': 'application/json' },
        body: '{"resourceSpans":[]}',
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      }),
    );
    if (status >= 200 && status < 300) return 'accepts spans';
    const hint = status === 401 || status === 403 ? '; check OTEL_EXPORTER_OTLP_HEADERS' : '';
    throw new Finding(`${server.option}: ${url.host}${url.pathname} answered ${status}${hint}`);
  };
  return [['collector of traces', check]];
}
