/**
 * A campaign in front of the real OpenAM, by the command and a gateway. Requires running
 * `npm run postgres` and `npm run openam`.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openCampaignStage, type CampaignStage } from '../ledger/postgres/campaign-stage.ts';
import { verifyAll } from '../ledger/stores.ts';
import { openRealOpenAm, type Peer } from '../support/peer.ts';

let stage: CampaignStage<Peer>;

beforeAll(async () => {
  stage = await openCampaignStage(await openRealOpenAm());
  await stage.peer.restore();
}, 120_000);
afterAll(async () => {
  await stage?.peer.restore();
  await stage?.close();
}, 120_000);

test('a file of people is tried out, started by a second person, and reset', async () => {
  const { peer, store } = stage;
  await stage.start();
  const people = ['alice', 'bob', 'carol', 'no-such-user', 'vera'];
  const plan = ['--realm=alpha', '--kinds=oath', '--reason=stolen seeds', '--pace=600/min'];
  const { id, err } = await stage.createBy(plan, people);
  expect(err).toEqual([]);
  const before = await peer.deviceIds('bob', 'OATH');

  expect(await stage.step('oscar', 'CHECK', id)).toEqual([]);
  await stage.reaches(id, 'CHECKED');
  expect(await peer.deviceIds('bob', 'OATH')).toEqual(before);
  expect(await stage.step('oscar', 'START', id)).toEqual([]);
  await stage.reaches(id, 'DONE');

  expect(before).not.toEqual([]);
  expect(await peer.deviceIds('bob', 'OATH')).toEqual([]);
  expect(await peer.deviceIds('vera', 'OATH')).not.toEqual([]);
  expect(await stage.resultsOf(id)).toEqual(
    new Map([
      ['alice', 'done DONE'],
      ['bob', 'done DONE'],
      ['carol', 'done NOTHING_TO_RESET'],
      ['no-such-user', 'skipped UNKNOWN_NAME'],
      ['vera', 'skipped PRIVILEGED'],
    ]),
  );
  expect((await store.bare((bare) => verifyAll(bare))).broken).toBeNull();
}, 300_000);
