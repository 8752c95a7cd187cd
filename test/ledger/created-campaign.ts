import type { NewCampaign } from '../../src/domain/campaign/new-campaign.ts';
import { createCampaign } from '../../src/ledger/campaigns/campaign-load.ts';
import type { Store } from '../../src/store/store.ts';

/** Creates a campaign of people as the command line does, and returns its id. */
export async function createdCampaign(
  store: Store,
  { names, ...order }: CampaignOfNames,
): Promise<string> {
  const lines = (async function* () {
    yield names.map((name, index) => ({ number: index + 1, name, skipped: null }));
  })();
  const chosen = { source: { kind: 'file' }, lines, request: null } as const;
  const created = await createCampaign(store, { ...order, ...chosen });
  if (created.kind !== 'created') throw new Error(created.kind);
  return created.id;
}

interface CampaignOfNames extends Pick<NewCampaign, 'plan' | 'actor'> {
  readonly names: readonly string[];
  readonly now: number;
}
