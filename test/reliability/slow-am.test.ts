/**
 * At an AM that takes 200 ms for each call, every request that may make more than ten calls ends
 * within its deadline, and makes no more calls than its declared cost covers (reliability R1, R52).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isObjectType, type GraphQLField } from 'graphql';
import { createPerson } from '../access/crowd.ts';
import { changeMembers, entryOf } from '../access/members.ts';
import { pricedCalls } from '../access/received.ts';
import { entitiesQuery, toUser } from '../federation/references.ts';
import { aPerson, anActor, anIntent, anOutcome, idOf, phone, terms } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { newCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { proofEnv } from '../support/peer.ts';
import { actAs, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { deviceIds, hotpCode } from '../../src/sandbox/index.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { costRuleOf } from '../../src/graph/fields/cost.ts';
import { deviceKinds } from '../../src/domain/devices/device.ts';
import type { Campaigns } from '../../src/domain/campaign/campaigns.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { withLists } from '../support/with-lists.ts';
import { inTurns } from './am-traffic.ts';

const callMs = 200;
/** The default of `REQUEST_DEADLINE_MS`. */
const deadlineMs = 15_000;
const pointsPerCall = 10;

/** The most objects of a list that an argument limits. */
const mostItems = { first: 20, ids: 50, representations: 100 } as const;

/** The most calls that a field makes by itself. */
function mostCalls(field: GraphQLField<unknown, unknown>): number {
  const { calls = 0, callsPerKind = 0, callsPerItem = 0, items } = costRuleOf(field);
  const most = Object.entries(mostItems).find(([name]) => name === items)?.[1] ?? 1;
  return calls + callsPerKind * deviceKinds.length + callsPerItem * most;
}

/** The fields of the schema that may make more than ten calls. */
async function costlyFields(): Promise<readonly string[]> {
  const schema = await createSchema({ federation: true });
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => mostCalls(field) > 10)
        .map(({ name }) => `${type.name}.${name}`),
    );
}

const names = Array.from({ length: 998 }, (_, number) => `m${String(number).padStart(3, '0')}`);
const codeOfBob = hotpCode(`5ec2e7c0de${deviceIds.bobOath.replaceAll('-', '')}`.slice(0, 40), 21);
const everyKind = ['OATH', 'PUSH', 'WEB_AUTHN', 'BOUND', 'PROFILE', 'TRUSTED'];

let linesStored = 0;
const campaigns: Campaigns = {
  ...oneCampaignOnly,
  find: async () => newCampaign,
  create: async ({ lines }) => {
    for await (const batch of lines) linesStored += batch.length;
    return { kind: 'created', id: newCampaign.id };
  },
};

let ledger: OpenLedger;
let stage: Stage;
let isSlow = false;
let made = 0;

beforeAll(async () => {
  ledger = await openTestLedger();
  stage = await openStage('pingam', {
    env: everyCallerEnv({
      ...proofEnv,
      ...withLists({
        roles: [{ area: 'north', role: 'help-desk', scope: 'north:desk' }],
        areas: { people: [{ area: 'north', attribute: 'givenName', value: 'bob' }] },
        limits: { staffChanges: [], personChanges: [] },
      }),
    }),
    ledger: { ...ledger, campaigns },
  });
  mayBeSlow();
  const headers = await stage.peer.signIn('amadmin');
  await inTurns(names, (username) => createPerson(stage, { username, headers }));
  await changeMembers(stage.peer, 'helpdesk', (members) => [
    ...members,
    ...names.map((name) => entryOf(stage.peer, name)),
  ]);
  for (const [index, id] of names.slice(0, 36).entries()) {
    const actor = anActor({ id: index % 2 === 0 ? 'alice' : 'hugo', area: 'north' });
    const intent = anIntent({ actor, target: aPerson({ id }) });
    await ledger.complete(idOf(await ledger.begin(intent, terms())), anOutcome());
    const pending = { intent, devices: [phone], overrideLimit: false, isRoleOfCredential: true };
    const asked = { idempotencyKey: null, proof: null, seconds: 3_600 };
    await ledger.approvals.request({ ...pending, intent: { ...intent, before: null } }, asked);
  }
});

/** From now on AM is slow whenever the test says so. */
function mayBeSlow(): void {
  const run = async (): Promise<void> => {
    if (isSlow) await sleep(callMs);
  };
  stage.sandbox.breakNext({ times: Infinity, effect: { kind: 'hook', run } });
}

afterAll(async () => {
  await stage?.close();
  await ledger?.close();
});

/** Prepares a request as a caller, and returns it. */
interface Widest {
  readonly by: string;
  readonly text: string;
  readonly variables?: () => Promise<object> | object;
}

const user = { user: { id: 'bob' } };
const rows = '(first: 20) { edges { node { reference } } pageInfo { hasNextPage } }';
const request = `mutation ($input: RequestDeviceChangeInput!) {
  requestDeviceChange(input: $input) { pendingChange { id } errors { code } } }`;
const about = { target: user, change: { reset: everyKind } };

/** The widest request of each field that reads many people. */
const ofMany: Readonly<Record<string, Widest>> = {
  'Query.nodes': {
    by: 'helen',
    text: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on User { username } } }',
    variables: () => ({ ids: names.slice(0, 50).map((name) => idOfPerson(name)) }),
  },
  'Query._entities': {
    by: 'helen',
    text: entitiesQuery('username'),
    variables: () => ({ of: names.slice(0, 100).map((name) => toUser(name)) }),
  },
  'Query.users': {
    by: 'alice north:desk',
    text: '{ users(search: "exa", first: 20) { edges { node { username } } } }',
  },
  'Query.realmHistory': { by: 'alice north:desk', text: `{ realmHistory${rows} }` },
  'GatewayCaller.history': {
    by: 'alice north:desk',
    text: `{ gatewayCaller { history${rows} } }`,
  },
  'Query.pendingDeviceChanges': {
    by: 'alice north:desk',
    text: `{ pendingDeviceChanges${rows} }`,
  },
  'Mutation.createResetCampaign': {
    by: 'amadmin',
    text: `mutation ($input: CreateResetCampaignInput!) {
      createResetCampaign(input: $input) { campaign { reference } errors { code } } }`,
    variables: () => ({
      input: {
        realm: 'alpha',
        people: { group: 'helpdesk' },
        kinds: ['OATH'],
        reason: 'Stolen seeds.',
        pacePerMinute: 60,
        idempotencyKey: 'of a thousand',
      },
    }),
  },
};

/** The widest request of each field that is about one person, who has every kind of device. */
const ofOne: Readonly<Record<string, Widest>> = {
  'Mutation.resetDevices': {
    by: 'oscar',
    text: `mutation ($input: ResetDevicesInput!) {
      resetDevices(input: $input) { results { outcome } errors { code } } }`,
    variables: () => ({ input: { target: user, kinds: everyKind } }),
  },
  'Mutation.requestDeviceChange': {
    by: 'helen',
    text: request,
    variables: () => ({ input: about }),
  },
  'Mutation.approveDeviceChange': {
    by: 'hugo',
    text: `mutation ($input: PendingDeviceChangeInput!) {
      approveDeviceChange(input: $input) { change { reference } errors { code } } }`,
    variables: async () => {
      const { data } = await stage.gateway.ask(request, await actAs(stage, 'oscar'), {
        input: about,
      });
      return { input: { id: textAt(data, 'requestDeviceChange', 'pendingChange', 'id') } };
    },
  },
  'Mutation.startDeviceOwnerPushProof': {
    by: 'helen',
    text: `mutation ($input: DeviceOwnerProofInput!) {
      startDeviceOwnerPushProof(input: $input) { proof { state } errors { code } } }`,
    variables: () => ({ input: user }),
  },
  'Mutation.proveDeviceOwnerByCode': {
    by: 'helen',
    text: `mutation ($input: ProveDeviceOwnerByCodeInput!) {
      proveDeviceOwnerByCode(input: $input) { proof { state } errors { code } } }`,
    variables: () => ({ input: { ...user, code: codeOfBob } }),
  },
};

test('every field that may make more than ten calls is tried here', async () => {
  expect(Object.keys({ ...ofMany, ...ofOne }).toSorted()).toEqual(
    (await costlyFields()).toSorted(),
  );
});

/** What a request to a slow AM has come to. */
interface Measured {
  readonly codes: readonly string[];
  readonly errors: string | undefined;
  readonly isInTime: boolean;
  /** Calls for which no point was declared. */
  readonly unpriced: number;
}

const inTime: Measured = { codes: [], errors: undefined, isInTime: true, unpriced: 0 };

/** Sends a request while AM is slow, and compares its calls and time with what it declares. */
async function measure({ by, text, variables = () => ({}) }: Widest): Promise<Measured> {
  const as = await actAs(stage, by);
  const given = await variables();
  stage.sandbox.clearReceived();
  isSlow = true;
  const startedAt = performance.now();
  const answer = await stage.gateway.ask(text, as, given).finally(() => (isSlow = false));
  const tookMs = performance.now() - startedAt;
  const calls = pricedCalls(stage.sandbox, by.split(' ')[0] ?? '').length;
  made += calls;
  const points = Number(fieldAt(JSON.parse(answer.text), 'extensions', 'cost', 'points'));
  return {
    codes: codesOf(answer),
    errors: /"errors":\[{.*/.exec(JSON.stringify(answer.data))?.[0],
    isInTime: tookMs < deadlineMs,
    unpriced: Math.max(0, calls - points / pointsPerCall),
  };
}

describe('ends in time, and within its cost:', () => {
  test.each(Object.entries(ofMany))('%s', async (_field, widest) => {
    expect(await measure(widest)).toEqual(inTime);
  });

  test('the campaign has a thousand lines', () => {
    expect(linesStored).toBe(1_000);
  });

  test.each(Object.entries(ofOne))('%s', async (_field, widest) => {
    stage.restart();
    mayBeSlow();
    expect(await measure(widest)).toEqual(inTime);
  });

  test('they make many calls', () => {
    expect(made).toBeGreaterThan(250);
  });
});
