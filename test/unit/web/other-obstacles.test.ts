/** What the pages show of conditions that they do not know by name. */
import { expect, test } from '@jest/globals';
import { otherObstacles, type OtherObstacle } from '../../../web/src/parts/other-obstacles.ts';

const quiet: OtherObstacle = {
  __typename: 'DeviceChangeObstacle',
  condition: 'LIMITS',
  message: 'Nothing is changed at night.',
  remedies: ['WAIT'],
  until: '2026-12-04T06:00:00.000Z',
};
const full: OtherObstacle = { ...quiet, message: 'The desk is full.', until: null };

test('what stands in the way of several actions is said once, in its order', () => {
  const actions = {
    reset: { others: [quiet] },
    remove: { others: [quiet, full] },
    rename: { others: null },
    endSessions: { others: [full] },
  };

  expect(otherObstacles(actions)).toEqual([quiet, full]);
});
