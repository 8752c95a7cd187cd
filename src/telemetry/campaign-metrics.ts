import type { CampaignFigures } from '../domain/campaigns.ts';
import type { Metrics } from './metrics.ts';

/** Shows the campaigns that are under way. They are those of all processes on the ledger. */
export function campaignMetrics(metrics: Metrics, read: () => Promise<CampaignFigures>): void {
  // A scrape collects the gauges at once; they share one read.
  let reading: Promise<CampaignFigures> | undefined;
  const figures = (): Promise<CampaignFigures> =>
    (reading ??= read().finally(() => (reading = undefined)));
  const gauge = (name: string, help: string, valueOf: (one: CampaignFigures) => number): void =>
    metrics.gauge(`campaigns_${name}`, help, async () => valueOf(await figures()));
  gauge('running', 'Campaigns whose dry run or reset is under way.', ({ running }) => running);
  gauge('held', 'Running campaigns that reset no one now.', ({ held }) => held);
  gauge('people_waiting', 'People that running campaigns have not reached.', (one) => one.waiting);
  gauge('people_failed', 'People of running campaigns who failed.', ({ failed }) => failed);
}
