/** What the page of a campaign and `campaign show` call the people who wait, in each state. */
import { expect, test } from '@jest/globals';
import { linesOfCampaign } from '../../../src/commands/campaign/campaign-show.ts';
import { CampaignState } from '../../../src/domain/campaign/campaign.ts';
import { resultRows } from '../../../web/src/campaigns/count-rows.ts';
import { oneCampaign } from '../../support/one-campaign.ts';
import { progress } from './campaign-progress.ts';

const counted = {
  lines: [
    { state: 'waiting', result: null, count: 3 },
    { state: 'running', result: null, count: 2 },
  ],
  checked: 0,
  findings: {},
  devices: {},
  perMinute: 0,
} as const;

test.each(Object.values(CampaignState))('people who wait in %s', (state) => {
  const isOver = state === 'ABORTED';

  const ofPage = resultRows(
    { state, progress: { ...progress, waiting: 3, running: 2 } },
    (key) => key,
  );
  const ofCommand = linesOfCampaign({ ...oneCampaign, state }, counted).slice(-2);

  expect(ofPage).toEqual([
    [isOver ? 'campaign.line.notReset' : 'campaign.line.waiting', 3],
    ['campaign.line.running', 2],
  ]);
  expect(ofCommand).toEqual([isOver ? 'not reset 3' : 'waiting  3', 'running  2']);
});
