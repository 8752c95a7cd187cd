/** The access matrix by a plan and by graphql-js: the same answers, the same calls to AM, the same log. */
import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { callersAt, giveBobsDevices, nameOf } from '../access/cast.ts';
import type { Caller } from '../access/cast.ts';
import { callers } from '../access/matrix.ts';
import type { CallerName, TargetName } from '../access/matrix.ts';
import { writesTo } from '../access/received.ts';
import { documentOf, probesOf, waysTo } from '../access/ways.ts';
import type { Wanted, Way } from '../access/ways.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { openLanes } from './lanes.ts';
import type { Lanes } from './lanes.ts';

const targets: readonly TargetName[] = ['unnamed', 'own name', 'bob', 'vera', 'bella', 'missing'];

const schema = await createSchema({ federation: true });
const probes = probesOf(schema, 'User');
const ways = [
  ...waysTo(schema, { from: 'Query', to: 'User', times: 2 }),
  ...waysTo(schema, { from: 'Mutation', to: 'User', times: 1 }),
].filter((way) => way.length <= 3);

/** Everybody whom a caller may name as a target. */
const names: readonly Pick<Wanted, 'id' | 'realm'>[] = [
  {},
  ...['alice', 'bob', 'helen', 'not-there', 'oscar', 'rita', 'vera'].map((id) => ({
    id,
    realm: 'alpha',
  })),
  ...['bella', 'hektor'].map((id) => ({ id, realm: 'beta' })),
  { id: 'amadmin', realm: 'root' },
];

let lanes: Lanes;
let cast: Record<CallerName, Caller>;

beforeAll(async () => {
  const started = Date.now();
  lanes = await openLanes({
    documents: [...new Set(names.flatMap(documentsFor))],
    // The matrix asks for everything at once, which is dear. What is remembered stays, alike on both lanes.
    env: { LIMIT_COST: '1000000', SESSION_CACHE_SECONDS: '30' },
    now: () => started,
  });
  const { peer } = lanes;
  const give = await giveBobsDevices(peer);
  for (const name of ['alice', 'vera', 'helen', 'oscar', 'rita']) await give(name, 'alpha');
  for (const name of ['bella', 'hektor']) await give(name, 'beta');
  const { gateways, close } = lanes;
  const stage = { peer, sandbox: peer.sandbox, gateway: gateways.planned, close };
  cast = await callersAt(stage);
});
afterAll(() => lanes?.close());

test.each(callers)('of %s is the same by a plan', async (caller) => {
  const who = cast[caller];
  const byApollo = jest.spyOn(ApolloServer.prototype, 'executeOperation');
  const different: unknown[] = [];
  let tried = 0;
  for (const target of targets) {
    for (const query of documentsFor(nameOf(lanes.peer, who, target) ?? {})) {
      const wanted = await lanes.trace('interpreted', { query }, who.header);
      const found = await lanes.trace('planned', { query }, who.header);
      if (JSON.stringify(found) !== JSON.stringify(wanted)) {
        different.push({ target, query, found, wanted });
      }
      expect(writesTo(lanes.peer.sandbox)).toEqual([]);
      tried += 1;
    }
  }

  expect(different).toEqual([]);
  expect(tried).toBeGreaterThan(100);
  expect(byApollo).toHaveBeenCalledTimes(tried);
  byApollo.mockRestore();
});

/** A document for each way to somebody. */
function documentsFor(name: Pick<Wanted, 'id' | 'realm'>): readonly string[] {
  return ways.flatMap((way) => {
    const wanted = wantedOn(way, name);
    return wanted === null ? [] : [documentOf(way, probes, { wanted, spelling: 'literals' }).query];
  });
}

/** Whom the document names; null where its root field cannot name them. */
function wantedOn([first]: Way, name: Pick<Wanted, 'id' | 'realm'>): Wanted | null {
  const { id, realm } = name;
  const end = first?.end;
  switch (first?.field.name) {
    case 'me':
      return id === undefined ? name : null;
    case 'user':
      return id === undefined ? null : name;
    case '_entities':
      return id === undefined ? null : { key: { amId: id, ...(realm && { realm }) } };
    case 'node':
      return id === undefined ? null : { node: nodeOf(end, id, realm) };
    case 'users':
      return id === undefined ? null : { ...name, search: id };
    default:
      return name;
  }
}

/** What `node` is asked for: the person, or the device that bob's list begins with. */
function nodeOf(end: string | undefined, id: string, realm = 'alpha'): string {
  return end === 'User' ? idOfPerson(id, realm) : idOfDevice(id, 'OATH', deviceIds.bobOath, realm);
}
