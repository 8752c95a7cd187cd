/**
 * Every list of the schema ends, for every caller: each page leads on until there is no next one,
 * small pages show the same as large ones, each row once, and no page costs more than it declares.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, isObjectType, getNamedType } from 'graphql';
import { aPerson, anActor } from '../ledger/builders.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';
import type { Campaigns } from '../../src/domain/campaign/campaigns.ts';
import { oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { actAs, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { createPerson, nameInCrowd } from './crowd.ts';
import { changeMembers } from './members.ts';
import { RecordStage, type Answer } from './record-stage.ts';

/** The fields of the schema that return a connection. */
const connections = Object.values(
  buildSchema(readFileSync('schema/schema.graphql', 'utf8')).getTypeMap(),
)
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ type: returned }) => getNamedType(returned).name.endsWith('Connection'))
      .map(({ name }) => `${type.name}.${name}`),
  );

const page = '(first: $first, after: $after)';
const rows = (node: string): string =>
  `{ edges { node { ${node} } } pageInfo { hasNextPage endCursor startCursor } }`;

/** How each is read: a field of `Query`, and where the list is in its answer. */
const documents: Readonly<Record<string, { readonly text: string; readonly at?: string }>> = {
  'User.history': {
    text: `user(id: "${idOfPerson('bob')}") { history${page} ${rows('reference')} }`,
    at: 'history',
  },
  'GatewayCaller.history': {
    text: `gatewayCaller { history${page} ${rows('reference')} }`,
    at: 'history',
  },
  'Query.pendingDeviceChanges': { text: `pendingDeviceChanges${page} ${rows('reference')}` },
  'Query.realmHistory': { text: `realmHistory${page} ${rows('reference')}` },
  'Query.resetCampaigns': { text: `resetCampaigns${page} ${rows('reference')}` },
  'Query.users': {
    text: `users(search: "example", first: $first, after: $after) ${rows('amId')}`,
  },
  'ResetCampaign.lines': {
    text: `resetCampaign(id: $campaign) { lines${page} ${rows('number')} }`,
    at: 'lines',
  },
};

const callers = [
  'nobody',
  'alice',
  'bob',
  'helen',
  'hugo',
  'oscar',
  'rita',
  'amadmin',
  'alice north:desk',
  'alice north:admin',
  'alice north:audit',
  'alice members:desk',
  'alice lost:desk',
  'alice lost:desk north:desk',
];

const areas = withLists({
  roles: [
    { area: 'north', role: 'help-desk', scope: 'north:desk' },
    { area: 'north', role: 'administrator', scope: 'north:admin' },
    { area: 'north', role: 'auditor', scope: 'north:audit' },
    { area: 'members', role: 'help-desk', scope: 'members:desk' },
    { area: 'lost', role: 'help-desk', scope: 'lost:desk' },
  ],
  areas: {
    people: [
      { area: 'north', attribute: 'givenName', value: 'bob' },
      { area: 'members', group: { name: 'executives', realm: 'alpha' } },
      { area: 'lost', group: { name: 'no-such-group' } },
    ],
  },
});

/** Campaigns of alpha and of north, each with lines of people inside north and of others. */
const severalCampaigns: Campaigns = {
  ...oneCampaignOnly,
  find: async (id) => ({ ...oneCampaign, id, area: 'north' }),
  list: async ({ most, after, areas: seen }) => {
    const all = Array.from({ length: 9 }, (_, number) => ({
      ...oneCampaign,
      id: `4C8M-PGN2-XW7Q-0TR${number}`,
      area: number % 3 === 0 ? 'north' : null,
    }));
    return all
      .filter(({ id, area }) => id > (after ?? '') && (seen?.includes(area ?? '') ?? true))
      .slice(0, most);
  },
  lines: async ({ most, after = 0 }) =>
    Array.from({ length: 40 }, (_, number) => number + 1)
      .filter((number) => number > after)
      .slice(0, most)
      .map((number) => ({
        number,
        name: `p${number}`,
        state: 'waiting',
        result: null,
        change: null,
        endedAt: null,
        finding: null,
        // Found inside the area.
        devices: number % 13 === 0 ? 1 : null,
      })),
};

type Ask = (text: string, variables: object) => Promise<Answer>;

/** What a walk through a list has found. */
interface Walk {
  readonly rows: readonly string[];
  /** The code of a refusal of the first page. */
  readonly refusal: string;
}

/** Reads a list to its end, or fails. */
async function walk(ask: Ask, name: string, first: number): Promise<Walk> {
  const { text, at } = documents[name] ?? { text: '' };
  const usesCampaign = text.includes('$campaign');
  const query = `query ($first: Int!, $after: String${usesCampaign ? ', $campaign: ID!' : ''}) { ${text} }`;
  const seen: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 400; pages += 1) {
    const { data, errors } = await ask(query, { first, after });
    const field = fieldAt(data, /^\w+/.exec(text)?.[0] ?? '');
    const list: unknown = at === undefined || field === null ? field : fieldAt(field, at);
    if (errors.length > 0 || list === null || list === undefined) {
      if (pages > 0) throw new Error(`${name} breaks off on page ${pages + 1}`);
      return { rows: [], refusal: codesOf({ errors }).join() || 'null' };
    }
    const edges = listAt(list, 'edges').map((edge) =>
      Object.values(Object(fieldAt(edge, 'node'))).join(),
    );
    expect(edges.length).toBeLessThanOrEqual(first);
    seen.push(...edges);
    const next = fieldAt(list, 'pageInfo', 'endCursor');
    if (fieldAt(list, 'pageInfo', 'hasNextPage') !== true) return { rows: seen, refusal: '' };
    expect(next).not.toBe(after);
    after = textAt(list, 'pageInfo', 'endCursor');
  }
  throw new Error(`${name} does not end`);
}

/** Asks, and compares the calls to AM with the cost that the gateway declares. */
async function counting(stage: Stage, caller: string, more = {}): Promise<Ask> {
  const header = await actAs(stage, caller);
  const [name = ''] = caller.split(' ');
  const who = name === 'nobody' ? name : stage.peer.idOf(name);
  return async (text, variables) => {
    stage.sandbox.clearReceived();
    const answer = await stage.gateway.ask(text, header, { ...variables, ...more });
    const points = fieldAt(JSON.parse(answer.text), 'extensions', 'cost', 'points');
    // Groups are read once in half a minute; sessions and the caller's own record are checked.
    const unpriced = new RegExp(
      `/groups/|/sessions|/authenticate|serverinfo|oauth2|/users/${who}\\?`,
    );
    const own = stage.sandbox.received().filter(({ path }) => !unpriced.test(path));
    expect(own.length * 10).toBeLessThanOrEqual(Number(points));
    return answer;
  };
}

test('every connection of the schema is read here', () => {
  expect(Object.keys(documents).toSorted()).toEqual(connections.toSorted());
});

describe('with records', () => {
  const campaign = oneCampaign.id;
  const lengths = new Set<number>();
  const records = new RecordStage({
    env: {
      ...areas,
      ...withLists({ approvals: [{ effect: 'reset', of: 'everyone' }], limits: { searches: [] } }),
    },
    wrap: (ledger) => ({ ...ledger, campaigns: severalCampaigns }),
    fill: async () => {
      for (let number = 0; number < 24; number += 1) {
        const id = ['vera', 'vera', 'vera', 'vera', 'vera', 'carol', 'bob', 'ada'][number % 8];
        await records.record({
          target: aPerson({ id: id ?? '', privileged: id !== 'bob' && id !== 'carol' }),
        });
      }
      await records.record({
        actor: anActor({ id: 'alice', role: 'SELF' }),
        target: aPerson({ id: 'alice' }),
      });
      // Many people that AM no longer has, as staff have reset them over the years.
      for (let number = 0; number < 60; number += 1)
        await records.record({
          target: aPerson({ id: `gone${number}`, privileged: true }),
          actor: anActor({ id: 'oscar', role: 'ADMINISTRATOR' }),
        });
      for (const id of ['bob', 'carol', 'dave', 'erin', 'bob'])
        await records.ask(
          `mutation { requestDeviceChange(input: { target: { user: { id: "${id}" } },
            change: { reset: [PUSH] } }) { pendingChange { id } } }`,
          'helen',
        );
    },
  });

  test.each(Object.keys(documents))('%s ends for every caller', async (name) => {
    for (const who of callers) {
      const ask = await counting(records.stage, who, { campaign });
      const byOne = await walk(ask, name, 1);
      const atOnce = await walk(ask, name, 20);
      expect([who, byOne]).toEqual([who, atOnce]);
      expect([who, new Set(byOne.rows).size]).toEqual([who, byOne.rows.length]);
      lengths.add(byOne.rows.length);
    }
  });

  test('they were lists of every length', () => {
    expect(lengths.size).toBeGreaterThan(4);
  });
});

describe('in AIC, where a search goes to IDM in pages', () => {
  const everyone = Array.from({ length: 230 }, (_, number) => nameInCrowd(number));
  const ours = [3, 60, 199, 201, 229].map((number) => nameInCrowd(number));
  const organization = 'fr-idm-managed-user-memberoforgid';
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage('aic', {
      env: everyCallerEnv({
        ...withLists({
          limits: { searches: [] },
          roles: ['group', 'org', 'cn', 'both', 'lost'].map((area) => ({
            area,
            role: 'help-desk',
            scope: `desk:${area}`,
          })),
          areas: {
            people: [
              { area: 'group', group: { name: 'executives', realm: 'alpha' } },
              { area: 'org', attribute: organization, value: '5a1e' },
              { area: 'cn', attribute: 'description', value: 'ours' },
              { area: 'both', attribute: organization, value: '5a1e' },
              { area: 'both', group: { name: 'executives', realm: 'alpha' } },
              { area: 'lost', group: { name: 'no-such-group' } },
            ],
          },
        }),
      }),
    });
    const headers = await stage.peer.signIn('amadmin');
    const attributes = { [organization]: '5a1e', description: 'ours' };
    const entries: string[] = [];
    for (const username of everyone)
      if (ours.includes(username)) {
        const id = await createPerson(stage, { username, headers, attributes });
        entries.push(`fr-idm-uuid=${id},ou=user,o=alpha,o=root,ou=identities`);
      } else await createPerson(stage, { username, headers });
    await changeMembers(stage.peer, 'executives', (members) => [...members, ...entries]);
  });
  afterAll(() => stage?.close());

  const search = (text: string): string =>
    `users(search: "${text}", first: $first, after: $after) ${rows('username')}`;
  const tooMany = 'BAD_USER_INPUT';

  test.each([
    ['helen', 'zed', everyone, ''],
    ['alice desk:group', 'zed', ours, ''],
    ['alice desk:org', 'zed', ours, ''],
    ['alice desk:cn', 'zed', [], tooMany],
    ['alice desk:both', 'zed', [], tooMany],
    ['alice desk:cn', 'zed06', ['zed060'], ''],
    ['alice desk:both', 'zed06', ['zed060'], ''],
    ['alice desk:lost', 'zed', [], 'AREA_UNKNOWN'],
    ['alice', 'zed', [], 'FORBIDDEN'],
  ])('%s finds of %s', async (who, text, expected, refusal) => {
    const ask = await counting(stage, who);
    for (const first of [1, 20]) {
      if (first === 1 && expected.length > 20) continue;
      const walked = await walkSearch(ask, text, first);
      expect([walked.refusal, walked.rows.toSorted()]).toEqual([refusal, expected.toSorted()]);
    }
  });

  async function walkSearch(ask: Ask, text: string, first: number): Promise<Walk> {
    const list = search(text);
    return walk(
      (query, variables) =>
        ask(query.replace(documents['Query.users']?.text ?? '', list), variables),
      'Query.users',
      first,
    );
  }
});
