/** A campaign resets a person whose dry run failed, and never its own two people. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { nameInCrowd } from '../../access/crowd.ts';
import { openCrowdStage, type CrowdStage } from './campaign-stage.ts';

const names = Array.from({ length: 3 }, (_, number) => nameInCrowd(number));

let stage: CrowdStage;

beforeEach(async () => {
  stage = await openCrowdStage(names.length);
});
afterEach(() => stage.close());

test('a person whose dry run fails is named by it, and is reset all the same', async () => {
  await stage.start();
  const id = await stage.create(names);
  stage.peer.sandbox.breakNext({
    match: { path: /users\/zed001\/devices\/2fa\/oath/ },
    times: 3,
    effect: { kind: 'status', status: 400, body: { code: 400 } },
  });

  await stage.command('ada', 'dry-run', id);
  await stage.reaches(id, 'CHECKED');
  const { out } = await stage.command(null, 'show', id);
  await stage.command('bea', 'start', id);
  await stage.reaches(id, 'DONE');

  expect(out).toContain('Dry run: 3 people; OATH 2, UPSTREAM_ERROR 1');
  expect((await stage.resultsOf(id)).get('zed001')).toBe('done DONE');
  expect(stage.resets().get('zed001')).toBe(1);
});

test('it resets neither its creator nor the person who started it', async () => {
  await stage.start();
  const id = await stage.create(['zed', 'zed001', 'zed002']);
  await stage.createdBy(id, { name: 'zed', realm: 'alpha', entry: 'uid="zed"' });

  await stage.command('zed', 'dry-run', id);
  await stage.reaches(id, 'CHECKED');
  await stage.command('ZED001', 'start', id);
  await stage.reaches(id, 'DONE');

  expect(await stage.resultsOf(id)).toEqual(
    new Map([
      ['zed', 'skipped OWN_ACCOUNT'],
      ['zed001', 'skipped OWN_ACCOUNT'],
      ['zed002', 'done DONE'],
    ]),
  );
  expect([...stage.resets().keys()]).toEqual(['zed002']);
});
