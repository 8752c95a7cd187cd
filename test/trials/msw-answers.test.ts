/**
 * `@identity-gateway/client/msw` answers by the request: each document of `schema/operations`
 * depends on what its variables name, and campaigns and reports have a life.
 */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import {
  buildSchema,
  getNullableType,
  GraphQLID,
  isInputObjectType,
  Kind,
  parse,
  typeFromAST,
  type GraphQLType,
} from 'graphql';
import { setupServer } from 'msw/node';
import {
  AbortCampaignDocument,
  CampaignDocument,
  CampaignLinesDocument,
  CampaignsDocument,
  createClient,
  PauseCampaignDocument,
  RealmHistoryDocument,
  ReportUnrecognisedChangeDocument,
  ResetOathDevicesDocument,
  RetryFailedOfCampaignDocument,
  StartCampaignDocument,
  TakeReportDocument,
} from '../../packages/client/index.ts';
import { gatewayHandlers, sampleAnswers } from '../../packages/client/msw.ts';
import { campaignSteps } from '../../packages/client/sample-campaigns.ts';
import { stepRules } from '../../src/domain/campaign/campaign-steps.ts';
import { PresetDocument } from '../clients/preset-document.ts';
import { operations } from '../ground/operations/documented.ts';
import { campaign, shownFor, withoutHistory } from './sample-callers.ts';

const server = setupServer(...gatewayHandlers());
const client = createClient({ url: 'https://gateway.example.com/graphql' });
const samples = new Map<string, unknown>(Object.entries(sampleAnswers));
const target = { me: true };

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers(...gatewayHandlers()));
afterAll(() => server.close());

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

/** The variables of each operation, with one id, realm or search replaced by an unknown one. */
const strangers = operations.flatMap((operation) => {
  const { name, text, by, variables } = operation;
  const [definition] = parse(text).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  const given: Readonly<Record<string, unknown>> = { ...variables(shownFor(by)) };
  return (definition.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const key = variable.name.value;
    const inputType = typeFromAST(schema, type);
    if (key !== 'realm' && !(key in given)) return [];
    return othersOf(inputType, key, given[key]).map(({ path, value }) => ({
      name,
      path,
      operation,
      variables: { ...given, [key]: value },
    }));
  });
});

interface Other {
  readonly path: string;
  readonly value: unknown;
}

function othersOf(type: GraphQLType | undefined, path: string, value: unknown): readonly Other[] {
  const named = type && getNullableType(type);
  const isName = named === GraphQLID || path === 'realm' || path === 'search';
  if (isName) return [{ path, value: 'zzz' }];
  if (!isInputObjectType(named) || typeof value !== 'object') return [];
  return Object.entries(value ?? {}).flatMap(([key, member]) =>
    othersOf(named.getFields()[key]?.type, `${path}.${key}`, member).map((other) => ({
      path: other.path,
      value: { ...value, [key]: other.value },
    })),
  );
}

test.each(strangers)('$name depends on $path', async ({ name, operation, variables }) => {
  const { hash, text } = operation.through(({ __meta__ }) => __meta__, null);
  const document = new PresetDocument(text, { hash });
  const { data } = await client.request<unknown, object>(document, variables);

  expect(withoutHistory(data)).not.toEqual(withoutHistory(samples.get(name)));
});

test('a campaign runs from step to step, and each read is a minute later', async () => {
  const early = await client.request(PauseCampaignDocument, { input: campaign });
  await client.request(StartCampaignDocument, { input: campaign });
  const { data: one } = await client.request(CampaignDocument, campaign);
  const { data: lines } = await client.request(CampaignLinesDocument, {
    ...campaign,
    state: 'DONE',
  });
  await client.request(PauseCampaignDocument, { input: campaign });
  const { data: paused } = await client.request(CampaignDocument, campaign);
  await client.request(AbortCampaignDocument, { input: campaign });
  const { data: all } = await client.request(CampaignsDocument);
  const { data: history } = await client.request(RealmHistoryDocument);

  expect(early.data?.pauseResetCampaign).toMatchObject({
    campaign: null,
    errors: [{ __typename: 'ResetCampaignStateConflict' }],
  });
  const progress = { done: 60, waiting: 936, perMinute: 60, secondsLeft: 936 };
  expect(one?.resetCampaign).toMatchObject({ state: 'RUNNING', progress });
  expect(paused?.resetCampaign).toMatchObject({ state: 'PAUSED', progress });
  expect(all?.resetCampaigns?.nodes).toMatchObject([{ state: 'ABORTED', progress }]);
  const change = history?.realmHistory?.edges[0]?.node;
  expect(change).toMatchObject({ actor: { role: 'CAMPAIGN' }, outcome: 'DONE' });
  expect(lines?.resetCampaign?.lines?.nodes).toMatchObject([
    { name: 'bob', state: 'DONE', changeReference: change?.reference },
  ]);
});

test('a campaign ends, and its failures can be tried again', async () => {
  await client.request(StartCampaignDocument, { input: campaign });
  const states: unknown[] = [];
  while (states.length < 30 && states.at(-1) !== 'DONE') {
    const { data } = await client.request(CampaignDocument, campaign);
    states.push(data?.resetCampaign?.state);
  }
  await client.request(RetryFailedOfCampaignDocument, { input: campaign });
  const { data } = await client.request(CampaignDocument, campaign);

  expect(states).toHaveLength(17);
  expect(data?.resetCampaign).toMatchObject({
    state: 'DONE',
    progress: { done: 997, waiting: 0, failed: 0 },
    failures: [],
  });
});

test('the steps of a campaign are those of the gateway', () => {
  const rules = [
    ['CheckCampaign', 'dry run started'],
    ['StartCampaign', 'started'],
    ['PauseCampaign', 'paused'],
    ['ResumeCampaign', 'resumed'],
    ['AbortCampaign', 'aborted'],
    ['RetryFailedOfCampaign', 'failures retried'],
  ] as const;

  for (const [name, step] of rules) expect(stepRules[step]).toMatchObject(campaignSteps[name]);
  expect(Object.keys(campaignSteps)).toHaveLength(rules.length);
});

test('a report shows in the history once it is made and taken', async () => {
  await client.request(ResetOathDevicesDocument, { input: { target } });
  const reset = await client.request(RealmHistoryDocument);
  const reference = reset.data?.realmHistory?.edges[0]?.node.reference ?? '';
  await client.request(ReportUnrecognisedChangeDocument, { input: { reference } });
  const filter = { report: 'OPEN' } as const;
  const { data: open } = await client.request(RealmHistoryDocument, { filter });
  await client.request(TakeReportDocument, { input: { reference } });
  const { data: left } = await client.request(RealmHistoryDocument, { filter });

  expect(open?.realmHistory?.edges).toMatchObject([
    { node: { reference, report: { state: 'OPEN' } } },
  ]);
  expect(left?.realmHistory?.edges).toEqual([]);
});
