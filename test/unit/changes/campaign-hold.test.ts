/** What holds a campaign if it cannot be found out whether it may go on: each code of a failure. */
import { expect, test } from '@jest/globals';
import { holdOf } from '../../../src/changes/campaigns/campaign-hold.ts';
import type { CampaignActor } from '../../../src/domain/campaign/campaign.ts';
import { errorCodes, Failure } from '../../../src/domain/values/failure.ts';
import { oneCampaign } from '../../support/one-campaign.ts';

const oscar: CampaignActor = {
  name: 'oscar',
  realm: 'alpha',
  via: 'graphql',
  account: null,
  role: 'ADMINISTRATOR',
  method: 'SESSION',
};
const campaign = { ...oneCampaign, createdBy: oscar, startedBy: { ...oscar, name: 'olga' } };
const calm = { elapsed: () => 0, levelIn: async () => null, denialOf: async () => null };

test.each(errorCodes)('%s', async (code) => {
  const failure = new Failure(code, 'It cannot be read.');
  const fails = (): Promise<never> => Promise.reject(failure);
  const found = [
    holdOf(campaign, { ...calm, levelIn: fails }),
    holdOf(campaign, { ...calm, denialOf: fails }),
  ].map((hold) => hold().catch((error: unknown) => error));

  // Without the ledger nothing can be held; the run ends.
  const expected = code === 'AUDIT_UNAVAILABLE' ? failure : 'AM_FAILS';
  expect(await Promise.all(found)).toEqual([expected, expected]);
});

test('its creator and its starter must still be permitted, which counts for two seconds', async () => {
  let now = 0;
  let denied: string | null = null;
  const asked: string[] = [];
  const hold = holdOf(campaign, {
    ...calm,
    elapsed: () => now,
    denialOf: async ({ actor }) => {
      asked.push(actor.id);
      return actor.id === denied ? new Failure('FORBIDDEN', 'no more') : null;
    },
  });

  const found = [];
  for (const who of [null, 'oscar', 'olga', null]) {
    denied = who;
    found.push(await hold());
    now += 1_000;
    found.push(await hold());
    now += 1_000;
  }

  const no = 'NOT_PERMITTED';
  expect(found).toEqual([null, null, no, no, no, no, null, null]);
  expect(asked).toEqual(Array.from({ length: 4 }, () => ['oscar', 'olga']).flat());
});
