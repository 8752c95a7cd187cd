import type { NewCampaign } from '../../src/domain/campaign/new-campaign.ts';
import { createCampaign } from '../../src/ledger/campaigns/campaign-load.ts';
import type { Store } from '../../src/store/store.ts';

const usual: NewCampaign['plan'] = {
  realm: 'alpha',
  area: null,
  kinds: ['OATH'],
  reason: 'stolen seeds',
  ticket: null,
  pace: 60,
  calls: 1,
  endsSessions: false,
};

/** Creates a campaign of people as the command line does, and returns its id. */
export async function createdCampaign(
  store: Store,
  { names, plan, ...order }: CampaignOfNames,
): Promise<string> {
  const lines = (async function* () {
    yield names.map((name, index) => ({ number: index + 1, name, skipped: null }));
  })();
  const chosen = { source: { kind: 'file' }, lines, request: null } as const;
  const created = await createCampaign(store, {
    ...order,
    ...chosen,
    plan: { ...usual, ...plan },
  });
  if (created.kind !== 'created') throw new Error(created.kind);
  return created.id;
}

interface CampaignOfNames extends Pick<NewCampaign, 'actor'> {
  /** What differs from the usual plan. */
  readonly plan?: Partial<NewCampaign['plan']>;
  readonly names: readonly string[];
  readonly now: number;
}
