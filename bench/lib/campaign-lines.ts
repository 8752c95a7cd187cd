/** Fills a ledger with a campaign of many people. */
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import type { NewCampaign, NewLine } from '../../src/domain/campaign/new-campaign.ts';
import type { CampaignBook } from '../../src/domain/campaign/campaigns.ts';

const batch = 500;

/** Creates a campaign as the command line does. A tenth of its lines name no one. */
export async function fillCampaign(campaigns: CampaignBook, lines: number): Promise<Campaign> {
  const order: NewCampaign = {
    plan: {
      realm: 'alpha',
      area: null,
      kinds: ['OATH'],
      reason: 'stolen seeds',
      ticket: null,
      pace: 600,
      calls: 2,
      endsSessions: false,
    },
    actor: { name: 'ada', realm: null, via: 'command line', account: null },
    source: { kind: 'file' },
    lines: batches(lines),
    request: null,
  };
  const created = await campaigns.create(order);
  const campaign = created.kind === 'created' ? await campaigns.find(created.id) : null;
  if (campaign === null) throw new TypeError('the campaign is not created');
  return campaign;
}

async function* batches(lines: number): AsyncGenerator<readonly NewLine[]> {
  for (let from = 0; from < lines; from += batch)
    yield Array.from({ length: Math.min(batch, lines - from) }, (_, index) => {
      const number = from + index + 1;
      const skipped = number % 10 === 0 ? 'UNKNOWN_NAME' : null;
      return { number, name: `person-${number}`, skipped };
    });
}
