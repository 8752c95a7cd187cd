/** `Query.node` shows what the query of the type shows, to the same callers (A25, A30, B6, G7). */
import { beforeAll, expect, test } from '@jest/globals';
import { isInterfaceType } from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { globalRecordId } from '../../src/domain/devices/global-id.ts';
import type { Campaigns } from '../../src/domain/campaign/campaigns.ts';
import { missingKindsOf, typeOf } from '../devices/demo-devices.ts';
import { aPerson, anActor } from '../ledger/builders.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { oneCampaign, oneCampaignOnly } from '../support/one-campaign.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { proofEnv } from '../support/peer.ts';
import { areaEnv } from './area-matrix.ts';
import { RecordStage } from './record-stage.ts';

const schema = await createSchema();
const node = schema.getType('Node');
const lacking: readonly string[] = missingKindsOf('pingam').map(typeOf);
const types = isInterfaceType(node)
  ? schema.getPossibleTypes(node).flatMap(({ name }) => (lacking.includes(name) ? [] : name))
  : [];

const campaigns: Campaigns = {
  ...oneCampaignOnly,
  find: async (id: string) => ({ ...oneCampaign, id, realm: id.toLowerCase().slice(0, -1) }),
};
const records = new RecordStage({
  env: { ...proofEnv, ...areaEnv },
  wrap: (ledger) => ({ ...ledger, campaigns }),
});

const callers = [
  'nobody',
  'alice',
  'bob',
  'rita',
  'helen',
  'hektor',
  'oscar',
  'amadmin',
  'alice devices:audit',
  'bob devices:read',
  'bob devices:reset',
  'alice north:desk',
  'alice lost:desk',
];

/** An object: its global id, its type, and the named query that shows it. */
interface Found {
  readonly type: string;
  readonly id: string;
  readonly named: string;
}
const people = { bob: 'alpha', vera: 'alpha', bella: 'beta' } as const;
let objects: readonly Found[];

/** The objects of a person: they themselves, their devices, lists and changes. */
async function objectsOf(id: keyof typeof people): Promise<Found[]> {
  const realm = people[id];
  const user = `user(id: "${id}", realm: "${realm}")`;
  const lists = 'devicesByKind { id devices { __typename id kind } }';
  const { data } = await records.ask(`{ ${user} { ${lists} } }`, 'amadmin');
  const kept = listAt(data, 'user', 'devicesByKind');
  const devices = kept.flatMap((list) => listAt(list, 'devices'));
  const actor = anActor({ id: 'ada', role: 'ADMINISTRATOR' });
  const target = aPerson({ id, realm, privileged: id === 'vera' });
  const change = await records.record({ actor, target });
  return [
    { type: 'User', id: idOfPerson(id, realm), named: `${user} { id }` },
    ...kept.map((list) => ({
      type: 'DevicesOfKind',
      id: textAt(list, 'id'),
      named: `${user} { devicesByKind { id } }`,
    })),
    ...devices.map((device) => ({
      type: textAt(device, '__typename'),
      id: textAt(device, 'id'),
      named: `${user} { devices(kinds: [${textAt(device, 'kind')}]) { id } }`,
    })),
    {
      type: 'DeviceChange',
      id: globalRecordId('DeviceChange', change),
      named: `deviceChange(by: { reference: "${change}" }) { id }`,
    },
  ];
}

/** The objects of a realm: a campaign and the level. */
function objectsIn(realm: string): Found[] {
  const campaign = `${realm.toUpperCase()}1`;
  return [
    {
      type: 'ResetCampaign',
      id: globalRecordId('ResetCampaign', campaign),
      named: `resetCampaign(id: "${campaign}") { id }`,
    },
    {
      type: 'RealmThreatLevel',
      id: `RealmThreatLevel=${Buffer.from(`["${realm}"]`).toString('base64url')}`,
      named: `realmThreatLevel(realm: "${realm}") { id }`,
    },
  ];
}

async function requested(as: string, id: keyof typeof people): Promise<Found> {
  const target = `{ user: { id: "${id}", realm: "${people[id]}" } }`;
  const input = `{ target: ${target}, change: { reset: [OATH] } }`;
  const query = `mutation { requestDeviceChange(input: ${input}) { pendingChange { id } } }`;
  const { data } = await records.ask(query, as);
  const pending = textAt(data, 'requestDeviceChange', 'pendingChange', 'id');
  const named = `pendingDeviceChange(id: "${pending}") { id }`;
  return { type: 'PendingDeviceChange', id: pending, named };
}

beforeAll(async () => {
  objects = [
    ...(await objectsOf('bob')),
    ...(await objectsOf('vera')),
    ...(await objectsOf('bella')),
    ...objectsIn('alpha'),
    ...objectsIn('beta'),
    await requested('helen', 'bob'),
    await requested('hektor', 'bella'),
  ];
});

test('there is an object of each type', () => {
  expect(types.length).toBeGreaterThan(10);
  expect(new Set(objects.map(({ type }) => type))).toEqual(new Set(types));
});

test.each(callers)(
  '%s sees by its id what the named query shows, by several ids the same',
  async (caller) => {
    const inOrder: unknown[] = [];
    const [found, expected] = [new Map<string, unknown>(), new Map<string, unknown>()];
    for (const { type, id, named } of objects) {
      const byId = await records.ask(`{ found: node(id: "${id}") { __typename id } }`, caller);
      const byName = await records.ask(`{ found: ${named} }`, caller);
      const isShown = JSON.stringify(byName.data).includes(id);
      const shown = fieldAt(byId.data ?? {}, 'found') ?? null;
      inOrder.push(shown);
      found.set(`${type} ${id}`, [codesOf(byId), shown]);
      expected.set(`${type} ${id}`, [codesOf(byName), isShown ? { __typename: type, id } : null]);
    }

    const ids = objects.map(({ id }) => id).slice(0, 50);
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const { data } = await records.ask(query, caller, { ids });

    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    expect(fieldAt(data ?? {}, 'nodes')).toEqual(inOrder.slice(0, 50));
  },
);

test('a bad id fails alone, and too many are refused before a read', async () => {
  const [one] = objects.filter(({ type }) => type === 'User');
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

  const answer = await records.ask(query, 'amadmin', { ids: ['x', one?.id] });
  const many = await records.ask(query, 'amadmin', { ids: Array.from({ length: 51 }, () => 'x') });
  expect(answer.data).toEqual({ nodes: [null, { id: one?.id }] });
  expect(answer.errors).toMatchObject([
    { path: ['nodes', 0], extensions: { code: 'BAD_USER_INPUT', path: ['ids'] } },
  ]);
  expect([many.data, codesOf(many)]).toEqual([{ nodes: null }, ['OPERATION_TOO_LARGE']]);
});

test.each(types)('%s: an id of no object is answered with null', async (type) => {
  const one = objects.find((object) => object.type === type);
  const [name = '', encoded = ''] = one?.id.split('=') ?? [];
  const parts = Buffer.from(encoded, 'base64url').toString('utf8');
  const other = parts.replace(/"\]$/, 'x"]');
  const id = `${name}=${Buffer.from(other).toString('base64url')}`;

  const answer = await records.ask(`{ node(id: "${id}") { id } }`, 'amadmin');
  expect(fieldAt(answer.data ?? {}, 'node') ?? null).toBeNull();
});
