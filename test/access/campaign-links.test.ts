/** What a line of a campaign links to: its user, and its change by the rule of `deviceChange`. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CampaignActor } from '../../src/domain/campaign/campaign.ts';
import type { CampaignLine } from '../../src/domain/campaign/campaign-line.ts';
import { aPerson } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { areaEnv } from './area-matrix.ts';
import { RecordStage, type Answer } from './record-stage.ts';

let lines: readonly CampaignLine[] = [];
const read: (readonly string[])[] = [];
beforeEach(() => {
  lines = [];
  read.length = 0;
});

const records = new RecordStage({
  wrap: (ledger) => ({
    ...ledger,
    campaigns: { ...oneCampaignOnly, lines: async () => lines },
    findChanges: (ids) => {
      read.push(ids);
      return ledger.findChanges(ids);
    },
  }),
});

const lineOf = (number: number, name: string, change: string | null): CampaignLine => {
  const state = change === null ? 'waiting' : 'done';
  return { number, name, state, result: null, change, endedAt: null, finding: null, devices: 1 };
};
const ask = (fields: string, who = 'oscar'): Promise<Answer> =>
  records.ask(`{ resetCampaign(id: "${oneCampaign.id}") { lines { nodes { ${fields} } } } }`, who);
const nodesOf = ({ data }: Answer): unknown => listAt(data, 'resetCampaign', 'lines', 'nodes');

test('lines have their users and their changes, which the ledger is asked for once', async () => {
  const ofBob = await records.record();
  const ofAlice = await records.record({ target: aPerson({ id: 'alice' }) });
  lines = [lineOf(1, 'bob', ofBob), lineOf(2, 'alice', ofAlice), lineOf(3, 'gone', null)];

  const answer = await ask('person { username } change { reference personAmId outcome }');

  expect(answer.errors).toEqual([]);
  const outcome = 'DONE';
  expect(nodesOf(answer)).toEqual([
    { person: { username: 'bob' }, change: { reference: ofBob, personAmId: 'bob', outcome } },
    { person: { username: 'alice' }, change: { reference: ofAlice, personAmId: 'alice', outcome } },
    { person: null, change: null },
  ]);
  expect(read).toEqual([[ofBob, ofAlice]]);
});

test('a name that no user can have leads to no user, without an error', async () => {
  lines = [lineOf(1, '../bob', null)];

  const answer = await ask('name person { username }');

  expect(answer).toMatchObject({ errors: [] });
  expect(nodesOf(answer)).toEqual([{ name: '../bob', person: null }]);
});

test('what the caller may not read by its reference is null on a line', async () => {
  const ofBella = await records.record({ target: aPerson({ id: 'bella', realm: 'beta' }) });
  lines = [lineOf(1, 'bob', ofBella), lineOf(2, 'bob', '0000-0000-0000-0000')];
  const query = `{ deviceChange(by: { reference: "${ofBella}" }) { reference } }`;

  const byReference = await records.ask(query, 'oscar');
  const bySuperUser = await ask('change { personAmId }', 'amadmin');
  const answer = await ask('change { personAmId }');

  expect(codesOf(byReference)).toEqual(['FORBIDDEN']);
  expect(answer.errors).toEqual([]);
  expect(nodesOf(answer)).toEqual([{ change: null }, { change: null }]);
  expect(nodesOf(bySuperUser)).toEqual([{ change: { personAmId: 'bella' } }, { change: null }]);
});

describe('an administrator of an area', () => {
  const ada: CampaignActor = { name: 'ada', realm: 'alpha', via: 'graphql', account: null };
  const campaign = { ...oneCampaign, area: 'north' };
  let createdBy = ada;
  const ofArea = new RecordStage({
    env: areaEnv,
    wrap: (ledger) => ({
      ...ledger,
      campaigns: {
        ...oneCampaignOnly,
        find: async () => ({ ...campaign, createdBy }),
        lines: async () => lines,
      },
    }),
  });
  const line = (number: number, about: Partial<CampaignLine>): CampaignLine => ({
    ...lineOf(number, `name ${number}`, null),
    devices: null,
    ...about,
  });
  const numbers = async (who: string): Promise<unknown> => {
    const query = `{ resetCampaign(id: "${campaign.id}") { lines { nodes { number } } } }`;
    const { data } = await ofArea.ask(query, await ofArea.as(who));
    return listAt(data, 'resetCampaign', 'lines', 'nodes').map((one) => fieldAt(one, 'number'));
  };
  beforeEach(() => {
    lines = [
      line(1, { state: 'done' }),
      line(2, { state: 'skipped', result: 'PRIVILEGED' }),
      line(3, { devices: 0 }),
      line(4, { state: 'skipped', result: 'OUTSIDE_AREA' }),
      line(5, { finding: 'OUTSIDE_AREA' }),
      line(6, {}),
      line(7, { state: 'failed', result: 'AREA_UNKNOWN' }),
      line(8, { state: 'skipped', result: 'BAD_LINE' }),
    ];
  });

  test('sees in a campaign of all administrators only the people of the area', async () => {
    createdBy = ada;

    expect(await numbers('alice north:admin')).toEqual([1, 2, 3]);
    expect(await numbers('oscar')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await numbers('alice north:admin devices:admin')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('sees every line of a file of the area', async () => {
    createdBy = { ...ada, area: 'north' };

    expect(await numbers('alice north:admin')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
