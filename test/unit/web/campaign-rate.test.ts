/** When the page of a campaign shows how fast it is. */
import { expect, test } from '@jest/globals';
import { rateIn } from '../../../web/src/campaigns/campaign.ts';
import { progress } from './campaign-progress.ts';

const waiting = { ...progress, waiting: 4, done: 0 };
const moving = { ...progress, done: 1, perMinute: 2, secondsLeft: 90 };
const leftOut = { perMinute: 1, secondsLeft: null };
const stuck = { perMinute: 0, secondsLeft: 90 };

test.each([
  ['before anyone has ended', 'RUNNING', waiting, null],
  ['after the first person', 'RUNNING', moving, { perMinute: 2, secondsLeft: 90 }],
  ['after someone was left out', 'RUNNING', { ...waiting, skipped: 1, perMinute: 1 }, leftOut],
  ['if no one has ended for minutes', 'RUNNING', { ...moving, perMinute: 0 }, stuck],
  ['while it is paused', 'PAUSED', moving, null],
  ['during a dry run', 'CHECKING', moving, null],
] as const)('%s', (_when, state, counted, expected) => {
  expect(rateIn({ state, progress: counted })).toEqual(expected);
});
