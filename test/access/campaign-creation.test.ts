/** Who creates campaigns by requests, of what people, and what such a request gets. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { longestFile, mostPeople } from '../../src/changes/campaigns/order-campaign.ts';
import type { Created, NewCampaign, NewLine } from '../../src/domain/campaign/new-campaign.ts';
import {
  mostPeople as mostPeopleOfPage,
  readFile,
} from '../../web/src/campaigns/creation/draft.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { bearer } from '../support/stage.ts';
import { withLists } from '../support/with-lists.ts';
import { changeMembers, entryOf } from './members.ts';
import { RecordStage, type Answer } from './record-stage.ts';

const { id } = oneCampaign;
let orders: (Omit<NewCampaign, 'lines'> & { readonly lines: readonly NewLine[] })[] = [];
let next: Created;
beforeEach(() => {
  orders = [];
  next = { kind: 'created', id };
});

const campaigns = {
  ...oneCampaignOnly,
  create: async ({ lines, ...order }: NewCampaign): Promise<Created> => {
    const stored: NewLine[] = [];
    for await (const batch of lines) stored.push(...batch);
    orders.push({ ...order, lines: stored });
    return next;
  },
};
const records = new RecordStage({
  env: {
    ...withLists({
      roles: [
        { area: 'north', role: 'administrator', scope: 'north:admin' },
        { area: 'south', role: 'administrator', scope: 'south:admin' },
      ],
      areas: {
        people: [
          { area: 'north', attribute: 'givenName', value: 'bob' },
          { area: 'south', attribute: 'givenName', value: 'alice' },
        ],
      },
    }),
    TICKET_PATTERN: 'INC-[0-9]+',
  },
  wrap: (ledger) => ({ ...ledger, campaigns }),
});
afterEach(() => records.stage.sandbox.configure({ groupFillers: {} }));

const plan = {
  realm: 'alpha',
  people: { csv: 'bob\nalice\n' },
  kinds: ['PUSH', 'OATH'],
  reason: 'Stolen seeds.',
  ticket: 'INC-7',
  pacePerMinute: 60,
  idempotencyKey: 'once',
};
const document = `mutation ($input: CreateResetCampaignInput!) { createResetCampaign(input: $input) {
  campaign { reference state } errors { code message path }
  badLineCount badLines { number text result } } }`;
const create = (given: object, who = 'oscar'): Promise<Answer> =>
  records.ask(document, who, { input: { ...plan, ...given } });
const payloadOf = (answer: Answer): unknown => fieldAt(answer.data, 'createResetCampaign');
const line = (number: number, name: string, skipped: NewLine['skipped'] = null): NewLine => ({
  number,
  name,
  skipped,
});

test('an administrator creates it of a file, as a confirmed person, and AM gets no write', async () => {
  records.stage.sandbox.clearReceived();

  expect(payloadOf(await create({}))).toEqual({
    campaign: { reference: id, state: 'CHECKED' },
    errors: [],
    badLineCount: 0,
    badLines: [],
  });

  const entry: unknown = expect.stringContaining('oscar');
  const [order] = orders;
  expect(order).toMatchObject({
    plan: {
      realm: 'alpha',
      area: null,
      kinds: ['OATH', 'PUSH'],
      reason: 'Stolen seeds.',
      ticket: 'INC-7',
      pace: 60,
      endsSessions: true,
    },
    actor: expect.objectContaining({ name: 'oscar', realm: 'alpha', entry, via: 'graphql' }),
    source: { kind: 'file' },
    lines: [line(1, 'bob'), line(2, 'alice')],
    request: {
      key: plan.idempotencyKey,
      content: expect.objectContaining({ csv: plan.people.csv }),
    },
  });
  expect(writesTo(records.stage.sandbox)).toEqual([]);
});

test('a group and a search name the people, and count as searches', async () => {
  await create({ people: { group: 'helpdesk' } });
  await create({ people: { search: ' bob ' } });

  expect(orders.map(({ source, lines }) => [source, lines])).toEqual([
    [{ kind: 'group', group: 'helpdesk' }, [line(1, 'helen'), line(2, 'hugo')]],
    [{ kind: 'search', text: 'bob' }, [line(1, 'bob')]],
  ]);
});

test.each([
  ['group', { group: 'helpdesk' }, 'RATE_LIMITED'],
  ['search', { search: 'bob' }, 'RATE_LIMITED'],
  ['csv', { csv: 'bob' }, ''],
])('the limit of searches holds for a list by %s: %j', async (_by, people, code) => {
  let last: Answer | undefined;
  for (let count = 0; count <= 30; count += 1)
    last = await create({ people, idempotencyKey: `number ${count}` });

  expect(last && codesOf(last).join()).toBe(code);
});

test('each line of a hostile file that names no one is named, and none is lost', async () => {
  const csv = '\uFEFFuser;name\n"bob";x\n=cmd|calc\n"alice\nBOB\n\n  carol , y\r\n';

  expect(payloadOf(await create({ people: { csv } }))).toMatchObject({
    campaign: null,
    errors: [{ code: 'BAD_LINES', path: ['input', 'people'] }],
    badLineCount: 3,
    badLines: [
      { number: 3, text: '=cmd|calc', result: 'BAD_LINE' },
      { number: 4, text: '"alice', result: 'BAD_LINE' },
      { number: 5, text: 'BOB', result: 'DUPLICATE' },
    ],
  });
  expect(orders).toEqual([]);

  await create({ people: { csv }, skipBadLines: true });
  expect(orders.map(({ lines }) => lines)).toEqual([
    [
      line(2, 'bob'),
      line(3, '=cmd|calc', 'BAD_LINE'),
      line(4, '"alice', 'BAD_LINE'),
      line(5, 'BOB', 'DUPLICATE'),
      line(7, 'carol'),
    ],
  ]);
});

test('a file of nothing but such lines is refused by them, whatever is wished', async () => {
  const people = { csv: 'user\n=cmd\n' };

  const answers = [await create({ people }), await create({ people, skipBadLines: true })];

  for (const answer of answers)
    expect(payloadOf(answer)).toMatchObject({
      badLineCount: 1,
      badLines: [{ number: 2, text: '=cmd', result: 'BAD_LINE' }],
    });
  expect(orders).toEqual([]);
});

test.each([
  ['no person', { csv: 'user\n\n' }, 'The file names no one.'],
  ['too many lines', { csv: 'a1\n'.repeat(1_002) }, 'more than 1000 lines. Create a larger'],
  ['an unknown group', { group: 'none' }, 'has no group "none".'],
  ['a search that finds no one', { search: 'zebra' }, 'finds no one'],
])('a list with %s is unusable', async (_label, people, message) => {
  expect(payloadOf(await create({ people }))).toEqual({
    campaign: null,
    errors: [
      {
        code: 'PEOPLE_UNUSABLE',
        message: expect.stringContaining(message),
        path: ['input', 'people'],
      },
    ],
    badLineCount: 0,
    badLines: [],
  });
  expect(orders).toEqual([]);
});

test('a member of the same name in another place is another person, or no one', async () => {
  const { peer } = records.stage;
  const elsewhere = entryOf(peer, 'bob').replace('ou=people', 'ou=contractors');
  await changeMembers(peer, 'helpdesk', (members) => [...members, elsewhere]);

  await create({ people: { group: 'helpdesk' }, skipBadLines: true });

  expect(orders.map(({ lines }) => lines)).toEqual([
    [line(1, 'helen'), line(2, 'hugo'), line(3, elsewhere, 'UNKNOWN_NAME')],
  ]);
});

/** A file of as many lines and bytes as a request may have, of rows in one form. */
function largestFile(rowOf: (name: string, filling: string) => string): string {
  const bytes = longestFile / mostPeople;
  return Array.from({ length: mostPeople }, (_, number) => {
    const name = `m${String(number).padStart(3, '0')}`;
    const missing = bytes - Buffer.byteLength(rowOf(name, ''));
    return rowOf(name, 'x'.repeat(missing));
  }).join('');
}

test.each([
  ['names', (name: string, filling: string) => `${name}${filling}\n`],
  ['columns', (name: string, filling: string) => `${name};Jürgen Müller;${filling}\r\n`],
  ['quotes', (name: string, filling: string) => `"${name}","Jürgen","IT, Süd","${filling}"\r\n`],
])('the largest file of %s fits into the default body', async (_label, rowOf) => {
  const csv = largestFile(rowOf);

  const answer = await create({ people: { csv } });

  expect([Buffer.byteLength(csv), answer.status, codesOf(answer)]).toEqual([longestFile, 200, []]);
  expect(
    orders.flatMap(({ lines }) => lines.filter(({ skipped }) => skipped === null)),
  ).toHaveLength(mostPeople);
});

test('the page takes files as large as the gateway does', async () => {
  const file = (size: number): File => new File(['x'.repeat(size)], 'people.csv');

  expect(await readFile(file(longestFile))).toMatchObject({ name: 'people.csv' });
  expect(await readFile(file(longestFile + 1))).toBe('isLarge');
  expect(mostPeopleOfPage).toBe(mostPeople);
});

test('a group of more people goes by the command line', async () => {
  records.stage.sandbox.configure({ groupFillers: { helpdesk: 1_000 } });
  records.stage.sandbox.clearReceived();

  expect(payloadOf(await create({ people: { group: 'helpdesk' } }))).toMatchObject({
    errors: [{ message: expect.stringContaining('identity-gateway campaign create') }],
  });
  const read = records.stage.sandbox.received().map(({ path }) => path);
  expect(read.filter((path) => /\/users\/(?!oscar)/.test(path))).toEqual([]);
});

test.each([
  ['people', { people: { csv: 'bob', group: 'helpdesk' } }],
  ['people', { people: {} }],
  ['csv', { people: { csv: 'x'.repeat(longestFile + 1) } }],
  ['group', { people: { group: 'a\nb' } }],
  ['search', { people: { search: 'b*b' } }],
  ['kinds', { kinds: [] }],
  ['reason', { reason: ' ' }],
  ['reason', { reason: 'two\nlines' }],
  ['ticket', { ticket: 'CHG-1' }],
  ['area', { area: 'west' }],
  ['pacePerMinute', { pacePerMinute: 0 }],
  ['pacePerMinute', { pacePerMinute: 6_001 }],
  ['idempotencyKey', { idempotencyKey: '' }],
  ['idempotencyKey', { idempotencyKey: 'x'.repeat(201) }],
])('a bad %s is named, and nothing is created', async (field, given) => {
  const answer = await create(given);

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(JSON.stringify(answer.errors)).toContain(field);
  expect(orders).toEqual([]);
});

test('a key of another campaign is refused, and so are too many steps', async () => {
  next = { kind: 'key reused' };
  expect(payloadOf(await create({}))).toMatchObject({
    errors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'idempotencyKey'] }],
  });

  const rule = 'campaign: 20 in 3600 s';
  next = { kind: 'limited', limit: 'CAMPAIGN_STEPS', rule, until: 0, retryAfterSeconds: 9 };
  const limited = await create({});
  expect(codesOf(limited)).toEqual(['RATE_LIMITED']);
  expect(limited.errors[0]?.extensions).toMatchObject({ limit: 'CAMPAIGN_STEPS' });
});

test.each(['helen', 'alice', 'vera'])('%s creates none', async (who) => {
  expect(codesOf(await create({}, who))).toEqual(['FORBIDDEN']);
  expect(orders).toEqual([]);
});

test('an administrator of another realm creates none here', async () => {
  expect(codesOf(await create({ realm: 'beta' }))).toEqual(['FORBIDDEN']);
});

test('an administrator of an area creates one of this area, by a file only', async () => {
  const input = (given: object): Promise<Answer> =>
    records.ask(document, bearer(records.stage.sandbox, 'alice', { scopes: ['north:admin'] }), {
      input: { ...plan, ...given },
    });

  expect(codesOf(await input({}))).toEqual(['FORBIDDEN']);
  expect(codesOf(await input({ area: 'south' }))).toEqual(['FORBIDDEN']);
  expect(codesOf(await input({ area: 'north', people: { group: 'helpdesk' } }))).toEqual([
    'BAD_USER_INPUT',
  ]);
  expect(orders).toEqual([]);
  expect(payloadOf(await input({ area: 'north' }))).toMatchObject({ errors: [] });
  expect(orders.map((order) => order.plan.area)).toEqual(['north']);
});
