/**
 * How _History_, _Insights_ and campaigns name codes. The types of the messages hold that each code
 * has a name.
 */
import { expect, test } from '@jest/globals';
import { failureRows } from '../../../web/src/campaigns/count-rows.ts';
import { resultName } from '../../../web/src/campaigns/campaign.ts';
import { joined } from '../../../web/src/insights/joined-rows.ts';
import { actorName } from '../../../web/src/text/actor-name.ts';

const codes = ['UPSTREAM_ERROR', 'UPSTREAM_CONTRACT', 'RATE_LIMITED'] as const;

test('a result of a campaign has the name of its code, and codes of one name are one row', () => {
  const failures = codes.map(
    (refusal) =>
      ({ __typename: 'ResetCampaignResultCount', result: 'FAILED', refusal, count: 2 }) as const,
  );

  expect(failureRows({ failures }, (key) => key)).toEqual([
    ['error.upstream', 4],
    ['error.limited', 2],
  ]);
  expect(resultName({ result: 'OWN_ACCOUNT' }, (key) => key)).toBe('campaign.result.OWN_ACCOUNT');
  expect(joined([])).toEqual([]);
});

test('a campaign that acted is called a campaign, and people keep their names', () => {
  const t = (key: string, values?: object): string => `${key} ${JSON.stringify(values)}`;

  expect(actorName('campaign/N1SP-N12K-AE8G-P34K', t)).toBe(
    'campaign.title {"id":"N1SP-N12K-AE8G-P34K"}',
  );
  expect(actorName('helen', t)).toBe('helen');
});
