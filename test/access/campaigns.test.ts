/** Campaigns are for administrators of their realm and for the super user. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CampaignLineQuery } from '../../src/domain/campaign-line.ts';
import type {
  Campaign,
  CampaignActor,
  StepRequest,
  StepResult,
} from '../../src/domain/campaign.ts';
import { unrecorded } from '../../src/ledger/unrecorded.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { writesTo } from '../security/am-received.ts';
import { staffScopes } from './scene.ts';

const inAlpha = oneCampaign;
const inBeta: Campaign = { ...oneCampaign, id: 'BETA-BETA-BETA-BETA', realm: 'beta' };
const taken: StepRequest[] = [];
const queriesOfLines: CampaignLineQuery[] = [];
const answers: { next: StepResult | null; createdBy: CampaignActor } = {
  next: null,
  createdBy: inAlpha.createdBy,
};

const campaigns = {
  ...oneCampaignOnly,
  find: async (id: string) => {
    const found = [inAlpha, inBeta].find((one) => one.id === id);
    return found === undefined ? null : { ...found, createdBy: answers.createdBy };
  },
  lines: async (query: CampaignLineQuery) => {
    queriesOfLines.push(query);
    return oneCampaignOnly.lines(query);
  },
  take: async (request: StepRequest): Promise<StepResult> => {
    taken.push(request);
    return answers.next ?? oneCampaignOnly.take(request);
  },
};

let stage: Stage;

beforeAll(async () => {
  const ledger = { ...unrecorded, campaigns };
  stage = await openStage('pingam', { env: everyCallerEnv(staffScopes), ledger });
});
afterAll(() => stage.close());
beforeEach(() => {
  taken.length = 0;
  answers.next = null;
  answers.createdBy = inAlpha.createdBy;
  queriesOfLines.length = 0;
});

const steps = {
  startCampaign: 'started',
  pauseCampaign: 'paused',
  resumeCampaign: 'resumed',
  abortCampaign: 'aborted',
  retryFailedOfCampaign: 'failures retried',
} as const;
const names = Object.keys(steps);

const selection = 'campaign { id state progress { lines } } errors { __typename }';
const stepText = (name: string, id: string): string =>
  `mutation { ${name}(input: { id: "${id}" }) { ${selection} } }`;
const queries = [
  (id: string) => `{ campaign(id: "${id}") { id createdBy { name source } failures { count } } }`,
  (id: string) =>
    `{ campaigns(realm: "${id === inBeta.id ? 'beta' : 'alpha'}") { nodes { id reason } } }`,
  (id: string) => `{ campaign(id: "${id}") { isCallerAnotherPerson lines { nodes { name } } } }`,
  ...names.map((name) => (id: string) => stepText(name, id)),
];

async function verdicts(as: SessionHeader, id: string): Promise<string> {
  const found = new Set<string>();
  for (const query of queries) {
    const answer = await stage.gateway.ask(query(id), as);
    found.add(answer.errors.length > 0 ? codesOf(answer).join(' ') : 'yes');
  }
  return [...found].join(' and ');
}

test.each([
  ['nobody', null, 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
  ['alice', 'alice', 'FORBIDDEN', 'FORBIDDEN'],
  ['helen of the help desk', 'helen', 'FORBIDDEN', 'FORBIDDEN'],
  ['hektor of the help desk of beta', 'hektor', 'FORBIDDEN', 'FORBIDDEN'],
  ['oscar the administrator', 'oscar', 'yes', 'FORBIDDEN'],
  ['rita the auditor', 'rita', 'FORBIDDEN', 'FORBIDDEN'],
  ['amadmin the super user', 'amadmin', 'yes', 'yes'],
])('%s', async (_label, name, ofAlpha, ofBeta) => {
  const as = name === null ? {} : await stage.peer.signIn(name);

  expect(await verdicts(as, inAlpha.id)).toBe(ofAlpha);
  expect(await verdicts(as, inBeta.id)).toBe(ofBeta);
  const permitted = (ofAlpha === 'yes' ? 5 : 0) + (ofBeta === 'yes' ? 5 : 0);
  expect(taken).toHaveLength(permitted);
});

test.each([
  ['help desk', 'devices:help-desk', 'FORBIDDEN'],
  ['auditors', 'devices:audit', 'FORBIDDEN'],
  ['administrators', 'devices:admin', 'yes'],
])('a token with the scope of %s', async (_label, scope, expected) => {
  const as = bearer(stage.sandbox, 'alice', { scopes: [scope] });

  expect(await verdicts(as, inAlpha.id)).toBe(expected);
});

describe('an administrator', () => {
  test.each(Object.entries(steps))(
    '%s takes the step as a confirmed person',
    async (name, step) => {
      const { data } = await stage.gateway.ask(
        stepText(name, inAlpha.id),
        await stage.peer.signIn('oscar'),
      );

      expect(fieldAt(data, name)).toEqual({
        campaign: { id: inAlpha.id, state: 'RUNNING', progress: { lines: 1_000 } },
        errors: [],
      });
      expect(taken).toEqual([
        {
          id: inAlpha.id,
          step,
          actor: {
            name: 'oscar',
            realm: 'alpha',
            entry: expect.stringContaining('oscar'),
            via: 'graphql',
            account: null,
          },
        },
      ]);
    },
  );

  test.each([
    ['ResetCampaignNotFound', { kind: 'unknown' }],
    ['ResetCampaignStateConflict', { kind: 'state', state: 'DONE' }],
    ['ResetCampaignPersonConflict', { kind: 'same person', name: 'oscar' }],
  ] as const)('gets %s', async (expected, refusal) => {
    answers.next = refusal;

    const { data } = await stage.gateway.ask(
      stepText('startCampaign', inAlpha.id),
      await stage.peer.signIn('oscar'),
    );

    expect(fieldAt(data, 'startCampaign')).toEqual({
      campaign: null,
      errors: [{ __typename: expected }],
    });
  });

  test('gets no other campaign under an id that does not exist', async () => {
    const as = await stage.peer.signIn('oscar');

    const { data } = await stage.gateway.ask('{ campaign(id: "none") { id } }', as);
    const step = await stage.gateway.ask(stepText('startCampaign', 'none'), as);

    expect(data).toEqual({ campaign: null });
    expect(listAt(step.data, 'startCampaign', 'errors')).toEqual([
      { __typename: 'ResetCampaignNotFound' },
    ]);
    expect(taken).toEqual([]);
  });

  test('reads the lines in pages, and only those of a state', async () => {
    const as = await stage.peer.signIn('oscar');

    const { data } = await stage.gateway.ask(
      `{ campaign(id: "${inAlpha.id}") { lines(first: 1, after: "4", state: SKIPPED) {
        nodes { number name state result reference endedAt finding deviceCount }
        pageInfo { endCursor hasNextPage } } } }`,
      as,
    );

    expect(queriesOfLines).toEqual([{ id: inAlpha.id, most: 2, after: 4, state: 'skipped' }]);
    expect(fieldAt(data, 'campaign', 'lines')).toEqual({
      nodes: [
        {
          number: 1,
          name: 'bob',
          state: 'WAITING',
          result: null,
          reference: null,
          endedAt: null,
          finding: null,
          deviceCount: 2,
        },
      ],
      pageInfo: { endCursor: '1', hasNextPage: true },
    });
  });

  test.each(['first: 0', 'first: 501', 'after: "x"'])(
    'cannot read lines with %s',
    async (given) => {
      const answer = await stage.gateway.ask(
        `{ campaign(id: "${inAlpha.id}") { lines(${given}) { nodes { name } } } }`,
        await stage.peer.signIn('oscar'),
      );

      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    },
  );

  test.each([
    ['oscar', false],
    ['ada', true],
  ])('learns whether they are another person than %s', async (name, isAnother) => {
    answers.createdBy = { ...inAlpha.createdBy, name };

    const { data } = await stage.gateway.ask(
      `{ campaign(id: "${inAlpha.id}") { isCallerAnotherPerson } }`,
      await stage.peer.signIn('oscar'),
    );

    expect(data).toEqual({ campaign: { isCallerAnotherPerson: isAnother } });
  });

  test.each([0, 51])('cannot read %d campaigns at once', async (first) => {
    const answer = await stage.gateway.ask(
      `{ campaigns(first: ${first}) { nodes { id } } }`,
      await stage.peer.signIn('oscar'),
    );

    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });
});

test('a step sends AM no write', async () => {
  stage.sandbox.clearReceived();

  await stage.gateway.ask(
    stepText('startCampaign', inAlpha.id),
    await stage.peer.signIn('amadmin'),
  );

  expect(writesTo(stage.sandbox)).toEqual([]);
});

test('without PostgreSQL administrators learn that, and others are still refused', async () => {
  const without = await openStage('pingam', { env: everyCallerEnv(staffScopes) });
  try {
    const codes = async (name: string): Promise<string[]> => {
      const as = await without.peer.signIn(name);
      const refused = await Promise.all(
        queries.map((query) => without.gateway.ask(query(inAlpha.id), as)),
      );
      return [...new Set(refused.flatMap((answer) => codesOf(answer)))];
    };

    expect(await codes('oscar')).toEqual(['NOT_SUPPORTED_UPSTREAM']);
    expect(await codes('helen')).toEqual(['FORBIDDEN']);
  } finally {
    await without.close();
  }
});
