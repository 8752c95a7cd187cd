/** Lines of ended campaigns that cannot be settled now do not stand before the others (R49). */
import { expect, test } from '@jest/globals';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { createdCampaign } from './created-campaign.ts';
import { onLedger } from './stores.ts';

const on = onLedger();
const oscar = { name: 'oscar', realm: 'alpha', via: 'graphql', account: null } as const;

test('each line has its turn, however many others stay', async () => {
  const { store } = on.ledger;
  const { now } = on.store.clock;
  const campaigns = new LedgerCampaigns(store, () => now);
  const names = Array.from({ length: 150 }, (_, index) => `person-${index}`);
  await createdCampaign(store, { names, plan: {}, actor: oscar, now });
  await store.change((db) => db.updateTable('campaign').set({ state: 'ABORTED' }).execute());
  await store.change((db) => db.updateTable('campaign_line').set({ state: 'running' }).execute());

  const found = new Set<string>();
  for (let round = 0; round < 60 && found.size < names.length; round += 1)
    for (const { line } of await campaigns.leftBehind()) found.add(line.name);

  expect([...found].toSorted()).toEqual(names.toSorted());
});
