/** A campaign goes on at a gateway whose clock differs (R45). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { nameInCrowd } from '../../access/crowd.ts';
import { openCrowdStage, type CrowdStage } from './campaign-stage.ts';

const hour = 3_600_000;
const names = Array.from({ length: 6 }, (_, number) => nameInCrowd(number));

let stage: CrowdStage;

beforeEach(async () => {
  stage = await openCrowdStage(names.length);
});
afterEach(() => stage.close());

test.each([
  ['ahead', hour],
  ['behind', -hour],
])('the dry run at a gateway whose clock is %s, the resets at another one', async (_label, off) => {
  const first = await stage.start({}, off);
  const id = await stage.create(names);
  await stage.begin(id);
  await first.stop();
  await stage.start();

  await stage.reaches(id, 'DONE');

  expect(stage.resets()).toEqual(new Map(names.map((name) => [name, 1])));
});
