/** A campaign of an area resets only its people, and is steered by its administrators. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bodyOf } from '../../../src/store/records/read-record.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { codesOf } from '../../support/gateway.ts';
import { fieldAt, listAt } from '../../support/json.ts';
import { until } from '../../reliability/am-traffic.ts';
import { openSandboxPeer, type SandboxPeer } from '../../support/peer.ts';
import { bearer, bearerEnv } from '../../support/stage.ts';
import { withLists } from '../../support/with-lists.ts';
import { recordsOf } from '../stores.ts';
import { openCampaignStage, type CampaignStage } from './campaign-stage.ts';

/** bob is in `north` by an attribute, and vera, who is privileged, by a group. */
const areas = withLists({
  roles: [
    { area: 'north', role: 'administrator', scope: 'north:admin' },
    { area: 'south', role: 'administrator', scope: 'south:admin' },
  ],
  areas: {
    people: [
      { area: 'north', attribute: 'givenName', value: 'bob' },
      { area: 'north', group: { name: 'executives', realm: 'alpha' } },
      { area: 'south', group: { name: 'no-such-group' } },
    ],
  },
});

let stage: CampaignStage<SandboxPeer>;
let gateway: TestGateway;

beforeAll(async () => {
  const peer = await openSandboxPeer();
  stage = await openCampaignStage(peer, {
    ...peer.staffEnv(),
    ...bearerEnv(peer.sandbox),
    ...areas,
  });
  gateway = await stage.start();
});
afterAll(() => stage.close());

const as = (...scopes: readonly string[]) => bearer(stage.peer.sandbox, 'alice', { scopes });
const idsSeen = async (scope: string): Promise<unknown> => {
  const answer = await gateway.ask(
    '{ resetCampaigns(realm: "alpha") { nodes { id: reference area } } }',
    as(scope),
  );
  return answer.errors.length > 0
    ? codesOf(answer)
    : listAt(fieldAt(answer.data, 'resetCampaigns'), 'nodes');
};
const take = async (step: string, id: string, scope: string): Promise<unknown> => {
  const answer = await gateway.ask(
    `mutation { step: takeResetCampaignStep(input: { id: "${id}", step: ${step} }) { campaign { state area } errors { code } } }`,
    as(scope),
  );
  return answer.errors.length > 0 ? codesOf(answer) : fieldAt(answer.data, 'step');
};

test('the dry run names who is outside, and an administrator of the area starts it', async () => {
  const id = await stage.checked(['bob', 'alice', 'no-one', 'vera'], ['--area=north']);
  const everyone = await stage.create(['bob']);

  expect(await stage.find(id)).toMatchObject({
    realm: 'alpha',
    area: 'north',
    progress: { checked: 4, findings: { OUTSIDE_AREA: 2 } },
  });
  expect(await idsSeen('north:admin')).toEqual([{ id, area: 'north' }]);
  expect(await idsSeen('south:admin')).toEqual([]);
  expect(await take('START', id, 'south:admin')).toEqual(['FORBIDDEN']);
  expect(await take('ABORT', everyone, 'north:admin')).toEqual(['FORBIDDEN']);
  expect(await take('START', id, 'north:admin')).toMatchObject({
    campaign: { state: 'RUNNING', area: 'north' },
    errors: [],
  });

  await stage.reaches(id, 'DONE');
  expect(await stage.resultsOf(id)).toEqual(
    new Map([
      ['bob', 'done DONE'],
      ['alice', 'skipped OUTSIDE_AREA'],
      // Like someone outside, so that no one learns who exists there.
      ['no-one', 'skipped OUTSIDE_AREA'],
      ['vera', 'skipped PRIVILEGED'],
    ]),
  );
  const bodies = await stage.store.bare(async (store) =>
    (await recordsOf(store)).map((row) => bodyOf(row)),
  );
  const intents = bodies.flatMap((body) => (body.kind === 'intent' ? [body.intent.actor] : []));
  expect(intents).toEqual([expect.objectContaining({ id: `campaign/${id}`, area: 'north' })]);
});

test('who leaves the area between the dry run and the start is left out', async () => {
  const id = await stage.checked(['bob'], ['--area=north']);
  expect((await stage.find(id)).progress.findings).toEqual({});
  await stage.peer.plant('bob', { givenName: ['Robert'] });
  expect(await stage.step('oscar', 'START', id)).toEqual([]);
  await stage.reaches(id, 'DONE');

  expect(await stage.resultsOf(id)).toEqual(new Map([['bob', 'skipped OUTSIDE_AREA']]));
});

test('an area whose people cannot be read resets no one', async () => {
  const id = await stage.create(['bob'], ['--area=south']);
  expect(await stage.step('oscar', 'CHECK', id)).toEqual([]);
  await until('it could not be decided', async () => {
    return (await stage.resultsOf(id)).get('bob') === 'waiting AREA_UNKNOWN';
  });
  expect(await stage.stateOf(id)).toBe('CHECKING');
});

test('an area that no option describes is refused before anything is stored', async () => {
  await expect(stage.create(['bob'], ['--area=west'])).rejects.toThrow(
    '--area: "west" is no area of areas.people.',
  );
});
