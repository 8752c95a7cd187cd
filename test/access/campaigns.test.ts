/** What administrators do with campaigns; who is one of them is in record-access.test.ts. */
import { beforeEach, expect, test } from '@jest/globals';
import type {
  CampaignLineQuery,
  CampaignProgress,
} from '../../src/domain/campaign/campaign-line.ts';
import type { Campaign, CampaignQuery } from '../../src/domain/campaign/campaign.ts';
import type { StepRequest, StepResult } from '../../src/domain/campaign/campaign-steps.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { RecordStage, type Answer } from './record-stage.ts';

const { id } = oneCampaign;
const taken: StepRequest[] = [];
const linesRead: CampaignLineQuery[] = [];
const pagesRead: CampaignQuery[] = [];
let next: StepResult | null;
let { createdBy } = oneCampaign;
beforeEach(() => {
  taken.length = 0;
  linesRead.length = 0;
  pagesRead.length = 0;
  next = null;
});

const campaigns = {
  ...oneCampaignOnly,
  find: async (given: string) => (given === id ? { ...oneCampaign, createdBy } : null),
  list: async (page: CampaignQuery) => {
    pagesRead.push(page);
    return [oneCampaign, oneCampaign];
  },
  lines: async (query: CampaignLineQuery) => {
    linesRead.push(query);
    return oneCampaignOnly.lines(query);
  },
  progress: async (campaign: Campaign): Promise<CampaignProgress> => ({
    ...(await oneCampaignOnly.progress(campaign)),
    lines: [
      { state: 'waiting', result: null, count: 1 },
      { state: 'running', result: null, count: 2 },
      { state: 'done', result: 'DONE', count: 3 },
      { state: 'failed', result: 'UPSTREAM_ERROR', count: 4 },
      { state: 'failed', result: 'FORBIDDEN', count: 5 },
      { state: 'skipped', result: 'DUPLICATE', count: 6 },
    ],
  }),
  take: async (request: StepRequest): Promise<StepResult> => {
    taken.push(request);
    return next ?? oneCampaignOnly.take(request);
  },
};
const records = new RecordStage({ wrap: (ledger) => ({ ...ledger, campaigns }) });

const step = (name: string, of = id, who = 'oscar', on = records): Promise<Answer> =>
  on.ask(
    `mutation { takeResetCampaignStep(input: { id: "${of}", step: ${name} }) {
      campaign { reference state progress { lines } } errors { code } } }`,
    who,
  );
const read = async (fields: string, of = id): Promise<unknown> =>
  (await records.ask(`{ resetCampaign(id: "${of}") { ${fields} } }`, 'oscar')).data;

test.each([
  ['CHECK', 'dry run started', 'CHECKING'],
  ['START', 'started', 'RUNNING'],
  ['PAUSE', 'paused', 'PAUSED'],
  ['RESUME', 'resumed', 'RUNNING'],
  ['ABORT', 'aborted', 'ABORTED'],
  ['RETRY', 'failures retried', 'RUNNING'],
])(
  '%s takes the step as a confirmed person, and sends AM no write',
  async (name, wanted, state) => {
    records.stage.sandbox.clearReceived();

    const { data } = await step(name);

    const campaign = { reference: id, state, progress: { lines: 21 } };
    expect(data).toEqual({ takeResetCampaignStep: { campaign, errors: [] } });
    const entry: unknown = expect.stringContaining('oscar');
    const caller = { role: 'ADMINISTRATOR', method: 'SESSION', clientId: null, signedInAt: null };
    const actor = {
      ...caller,
      name: 'oscar',
      realm: 'alpha',
      entry,
      via: 'graphql',
      account: null,
    };
    expect(taken).toEqual([{ id, step: wanted, actor }]);
    expect(writesTo(records.stage.sandbox)).toEqual([]);
  },
);

test.each([
  ['CAMPAIGN_NOT_FOUND', { kind: 'unknown' }],
  ['STATE_CONFLICT', { kind: 'state', state: 'DONE' }],
  ['SAME_PERSON', { kind: 'same person', name: 'oscar' }],
] as const)(
  'a step that the ledger refuses gets %s, and the campaign as it is',
  async (code, refusal) => {
    next = refusal;

    const { data } = await step('START');

    const campaign = { reference: id, state: 'CHECKED', progress: { lines: 21 } };
    expect(data).toEqual({ takeResetCampaignStep: { campaign, errors: [{ code }] } });
  },
);

test('lines are read in pages, and only those of a state', async () => {
  const data = await read(`lines(first: 1, after: "4", state: SKIPPED) {
    nodes { number name state result refusal changeReference endedAt finding findingRefusal deviceCount }
    pageInfo { endCursor hasNextPage } }`);

  const none = { result: null, refusal: null, changeReference: null, endedAt: null };
  const unfound = { finding: null, findingRefusal: null };
  expect(linesRead).toEqual([{ id, most: 2, after: 4, state: 'skipped' }]);
  expect(fieldAt(data, 'resetCampaign', 'lines')).toEqual({
    nodes: [{ number: 1, name: 'bob', state: 'WAITING', deviceCount: 2, ...none, ...unfound }],
    pageInfo: { endCursor: '1', hasNextPage: true },
  });
});

const actorFields = 'amId realm role credential operator { name account } user { amId }';
const noCaller = { amId: null, realm: null, role: null, credential: null, user: null };

test('a person who takes a step is an actor with role and user, an operator is a stated name', async () => {
  const { data } = await records.ask(
    `mutation { takeResetCampaignStep(input: { id: "${id}", step: START }) {
      campaign { createdBy { ${actorFields} } startedBy { ${actorFields} } } } }`,
    'oscar',
  );

  const user = { amId: 'oscar' };
  const confirmed = { role: 'ADMINISTRATOR', credential: 'SESSION', operator: null, user };
  expect(fieldAt(data, 'takeResetCampaignStep', 'campaign')).toEqual({
    createdBy: { ...noCaller, operator: { name: 'ada', account: 'operator' } },
    startedBy: { amId: 'oscar', realm: 'alpha', ...confirmed },
  });
});

test('campaigns are read in pages, with their progress and most failures first', async () => {
  const counts = 'result refusal count';
  const answer = await records.ask(
    `{ resetCampaigns(realm: "alpha", first: 1, after: "${id}") {
      nodes { reference createdBy { ${actorFields} } failures { ${counts} }
        progress { waiting running done failed skipped outcomes { ${counts} } skips { ${counts} } } }
      pageInfo { endCursor hasNextPage } } }`,
    'oscar',
  );

  expect(pagesRead).toEqual([{ realm: 'alpha', most: 2, after: id }]);
  const progress = {
    waiting: 1,
    running: 2,
    done: 3,
    failed: 9,
    skipped: 6,
    outcomes: [{ result: 'DONE', refusal: null, count: 3 }],
    skips: [{ result: 'DUPLICATE', refusal: null, count: 6 }],
  };
  const failures = [
    { result: 'FAILED', refusal: 'FORBIDDEN', count: 5 },
    { result: 'FAILED', refusal: 'UPSTREAM_ERROR', count: 4 },
  ];
  const operator = { name: 'ada', account: 'operator' };
  const creator = { ...noCaller, operator };
  expect(answer.data).toEqual({
    resetCampaigns: {
      nodes: [{ reference: id, createdBy: creator, progress, failures }],
      pageInfo: { endCursor: id, hasNextPage: true },
    },
  });
});

test.each([
  ...['first: 0', 'first: 501', 'after: "x"'].map(
    (given) => `resetCampaign(id: "${id}") { lines(${given}) { nodes { name } } }`,
  ),
  'resetCampaigns(first: 0) { nodes { id } }',
  'resetCampaigns(first: 51) { nodes { id } }',
])('no page can be read with %s', async (field) => {
  expect(codesOf(await records.ask(`{ ${field} }`, 'oscar'))).toEqual(['BAD_USER_INPUT']);
});

test.each([
  ['oscar', false],
  ['ada', true],
])('oscar learns whether he is another person than %s', async (name, isCallerAnotherPerson) => {
  createdBy = { ...oneCampaign.createdBy, name };

  const data = await read('isCallerAnotherPerson');
  expect(data).toEqual({ resetCampaign: { isCallerAnotherPerson } });
});

test.each([
  [
    'ada',
    [
      ['CHECK', true],
      ['START', true],
      ['ABORT', true],
    ],
  ],
  [
    'oscar',
    [
      ['CHECK', true],
      ['START', false],
      ['ABORT', true],
    ],
  ],
] as const)('the steps that a checked campaign of %s permits to oscar', async (creator, steps) => {
  createdBy = { ...oneCampaign.createdBy, name: creator };

  const data = await read('possibleSteps { step isForCaller }');

  expect(data).toEqual({
    resetCampaign: {
      possibleSteps: steps.map(([name, isForCaller]) => ({ step: name, isForCaller })),
    },
  });
});

const sqlite = new RecordStage();

test.each([
  ['oscar', 'NOT_SUPPORTED_UPSTREAM'],
  ['helen', 'FORBIDDEN'],
])('without PostgreSQL %s gets %s', async (who, code) => {
  const list = await sqlite.ask('{ resetCampaigns { nodes { id } } }', who);
  const found = await sqlite.ask(`{ resetCampaign(id: "${id}") { id } }`, who);

  expect([list, found, await step('START', id, who, sqlite)].map(codesOf)).toEqual([
    [code],
    [code],
    [code],
  ]);
});
