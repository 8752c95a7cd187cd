/** What the page of a campaign calls the people who wait, in each state. */
import { expect, test } from '@jest/globals';
import { CampaignState } from '../../../src/domain/campaign/campaign.ts';
import { resultRows } from '../../../web/src/campaigns/count-rows.ts';
import { progress } from './campaign-progress.ts';

test.each(Object.values(CampaignState))('people who wait in %s', (state) => {
  const isOver = state === 'ABORTED';

  const ofPage = resultRows(
    { state, progress: { ...progress, waiting: 3, running: 2 } },
    (key) => key,
  );

  expect(ofPage).toEqual([
    [isOver ? 'campaign.line.notReset' : 'campaign.line.waiting', 3],
    ['campaign.line.running', 2],
  ]);
});
