/** A campaign in the ledger whose run has ended with failures. */
import type { CampaignActor } from '../../src/domain/campaign/campaign.ts';
import type { LineResult } from '../../src/domain/campaign/campaign-line.ts';
import type { Campaigns } from '../../src/domain/campaign/campaigns.ts';
import type { NewLine } from '../../src/domain/campaign/new-campaign.ts';

const ada: CampaignActor = { name: 'ada', realm: null, via: 'command line', account: 'ada' };
const bea: CampaignActor = { ...ada, name: 'bea', account: 'bea' };

const failed: LineResult = { kind: 'failed', reason: 'UPSTREAM_ERROR', change: null };
const results: Readonly<Record<string, LineResult>> = {
  bob: failed,
  alice: { kind: 'done', outcome: 'NOTHING_TO_RESET', change: null },
  carol: failed,
  dave: failed,
};

/** Runs a campaign to its end, and returns its id. `pass` lets so much time pass. */
export async function endedCampaign(
  campaigns: Campaigns,
  pass: (ms: number) => void,
): Promise<string> {
  const created = await campaigns.create({
    plan: {
      realm: 'alpha',
      area: null,
      kinds: ['OATH', 'PUSH'],
      reason: 'Seeds of the vendor were stolen.',
      ticket: 'INC-1042',
      pace: 60,
      calls: 2,
      endsSessions: false,
    },
    actor: ada,
    source: { kind: 'file' },
    lines: linesOf(Object.keys(results)),
    request: null,
  });
  if (created.kind !== 'created') throw new Error(created.kind);
  const { id } = created;
  const settleAll = async (resultOf: (name: string) => LineResult | undefined): Promise<void> => {
    const campaign = await campaigns.find(id);
    if (campaign === null) throw new Error('the campaign is not there');
    for (const name of Object.keys(results)) {
      pass(5_000);
      const line = await campaigns.claim(campaign);
      const result = resultOf(name);
      if (line === null || result === undefined) throw new Error('no line is due');
      await campaigns.settle(line, result);
    }
    await campaigns.endIfDone(campaign);
  };
  await campaigns.take({ id, step: 'dry run started', actor: ada });
  await settleAll(() => ({ kind: 'checked', finding: null, devices: { OATH: 1 } }));
  await campaigns.take({ id, step: 'started', actor: bea });
  await settleAll((name) => results[name]);
  return id;
}

async function* linesOf(names: readonly string[]): AsyncIterable<readonly NewLine[]> {
  yield names.map((name, index) => ({ number: index + 1, name, skipped: null }));
}
