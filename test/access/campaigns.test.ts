/** What administrators do with campaigns; who is one of them is in record-access.test.ts. */
import { beforeEach, expect, test } from '@jest/globals';
import type { CampaignLineQuery } from '../../src/domain/campaign-line.ts';
import type { StepRequest, StepResult } from '../../src/domain/campaign.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { RecordStage, type Answer } from './record-stage.ts';

const { id } = oneCampaign;
const taken: StepRequest[] = [];
const linesRead: CampaignLineQuery[] = [];
let next: StepResult | null;
let { createdBy, realm } = oneCampaign;
beforeEach(() => {
  taken.length = 0;
  linesRead.length = 0;
  next = null;
  ({ realm } = oneCampaign);
});

const campaigns = {
  ...oneCampaignOnly,
  find: async (given: string) => (given === id ? { ...oneCampaign, createdBy, realm } : null),
  lines: async (query: CampaignLineQuery) => {
    linesRead.push(query);
    return oneCampaignOnly.lines(query);
  },
  take: async (request: StepRequest): Promise<StepResult> => {
    taken.push(request);
    return next ?? oneCampaignOnly.take(request);
  },
};
const records = new RecordStage({ wrap: (ledger) => ({ ...ledger, campaigns }) });

const step = (name: string, of = id, who = 'oscar', on = records): Promise<Answer> =>
  on.ask(
    `mutation { ${name}(input: { id: "${of}" }) {
      campaign { id state progress { lines } } errors { __typename } } }`,
    who,
  );
const read = async (fields: string, of = id): Promise<unknown> =>
  (await records.ask(`{ campaign(id: "${of}") { ${fields} } }`, 'oscar')).data;

test.each([
  ['startCampaign', 'started'],
  ['pauseCampaign', 'paused'],
  ['resumeCampaign', 'resumed'],
  ['abortCampaign', 'aborted'],
  ['retryFailedOfCampaign', 'failures retried'],
])('%s takes the step as a confirmed person, and sends AM no write', async (name, wanted) => {
  records.stage.sandbox.clearReceived();

  const { data } = await step(name);

  const campaign = { id, state: 'RUNNING', progress: { lines: 1_000 } };
  expect(data).toEqual({ [name]: { campaign, errors: [] } });
  const entry: unknown = expect.stringContaining('oscar');
  const actor = { name: 'oscar', realm: 'alpha', entry, via: 'graphql', account: null };
  expect(taken).toEqual([{ id, step: wanted, actor }]);
  expect(writesTo(records.stage.sandbox)).toEqual([]);
});

test.each([
  ['ResetCampaignNotFound', { kind: 'unknown' }],
  ['ResetCampaignStateConflict', { kind: 'state', state: 'DONE' }],
  ['ResetCampaignPersonConflict', { kind: 'same person', name: 'oscar' }],
] as const)('a step that the ledger refuses gets %s', async (__typename, refusal) => {
  next = refusal;

  const { data } = await step('startCampaign');

  expect(data).toEqual({ startCampaign: { campaign: null, errors: [{ __typename }] } });
});

test('an administrator of another realm neither sees nor steers it', async () => {
  realm = 'beta';

  expect(codesOf(await step('startCampaign'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await records.ask(`{ campaign(id: "${id}") { id } }`, 'oscar'))).toEqual([
    'FORBIDDEN',
  ]);
  expect(taken).toEqual([]);
});

test('lines are read in pages, and only those of a state', async () => {
  const data = await read(`lines(first: 1, after: "4", state: SKIPPED) {
    nodes { number name state result reference endedAt finding deviceCount }
    pageInfo { endCursor hasNextPage } }`);

  const none = { result: null, reference: null, endedAt: null, finding: null };
  expect(linesRead).toEqual([{ id, most: 2, after: 4, state: 'skipped' }]);
  expect(fieldAt(data, 'campaign', 'lines')).toEqual({
    nodes: [{ number: 1, name: 'bob', state: 'WAITING', deviceCount: 2, ...none }],
    pageInfo: { endCursor: '1', hasNextPage: true },
  });
});

test.each([
  ...['first: 0', 'first: 501', 'after: "x"'].map(
    (given) => `campaign(id: "${id}") { lines(${given}) { nodes { name } } }`,
  ),
  'campaigns(first: 0) { nodes { id } }',
  'campaigns(first: 51) { nodes { id } }',
])('no page can be read with %s', async (field) => {
  expect(codesOf(await records.ask(`{ ${field} }`, 'oscar'))).toEqual(['BAD_USER_INPUT']);
});

test.each([
  ['oscar', false],
  ['ada', true],
])('oscar learns whether he is another person than %s', async (name, isCallerAnotherPerson) => {
  createdBy = { ...oneCampaign.createdBy, name };

  const data = await read('isCallerAnotherPerson');
  expect(data).toEqual({ campaign: { isCallerAnotherPerson } });
});

const sqlite = new RecordStage();

test.each([
  ['oscar', 'NOT_SUPPORTED_UPSTREAM'],
  ['helen', 'FORBIDDEN'],
])('without PostgreSQL %s gets %s', async (who, code) => {
  const list = await sqlite.ask('{ campaigns { nodes { id } } }', who);
  const found = await sqlite.ask(`{ campaign(id: "${id}") { id } }`, who);

  expect([list, found, await step('startCampaign', id, who, sqlite)].map(codesOf)).toEqual([
    [code],
    [code],
    [code],
  ]);
});
