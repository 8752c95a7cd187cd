/** Which campaigns a list has: those of a realm, and of the areas of the caller only. */
import { expect, test } from '@jest/globals';
import { LedgerCampaigns } from '../../src/ledger/campaigns/campaigns.ts';
import { createdCampaign } from './created-campaign.ts';
import { onLedger } from './stores.ts';

const on = onLedger();
const actor = { name: 'ada', realm: null, via: 'command line', account: 'ada' } as const;
const places = ['alpha', 'beta'].flatMap((realm) =>
  [null, 'north', 'south'].map((area) => ({ realm, area })),
);
const queries = [undefined, 'alpha', 'beta'].flatMap((realm) =>
  [undefined, ['north'], ['north', 'south'], ['west']].map((areas) => ({ realm, areas })),
);

test.each(queries)('a list of realm $realm and areas $areas', async ({ realm, areas }) => {
  const { store } = on.ledger;
  const campaigns = new LedgerCampaigns(store, () => on.store.clock.now);
  for (const plan of places) {
    on.store.clock.now += 1_000;
    await createdCampaign(store, { actor, names: ['bob'], plan, now: on.store.clock.now });
  }

  const found = await campaigns.list({
    most: 10,
    ...(realm !== undefined && { realm }),
    ...(areas !== undefined && { areas }),
  });

  const expected = places.filter(
    (one) =>
      (realm === undefined || one.realm === realm) &&
      (areas === undefined || (one.area !== null && areas.includes(one.area))),
  );
  expect(found.map((one) => ({ realm: one.realm, area: one.area }))).toEqual(expected.toReversed());
});
