/** The access matrix by a plan and by graphql-js: the same answers, the same calls to AM, the same log. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { callersAt, giveBobsDevices, nameOf } from '../access/cast.ts';
import type { Caller } from '../access/cast.ts';
import { callers } from '../access/matrix.ts';
import type { CallerName, TargetName } from '../access/matrix.ts';
import { writesTo } from '../access/received.ts';
import { documentOf, probesOf, waysTo } from '../access/ways.ts';
import type { Wanted, Way } from '../access/ways.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { openLanes } from './lanes.ts';
import type { Lanes } from './lanes.ts';

const targets: readonly TargetName[] = ['unnamed', 'own name', 'bob', 'vera', 'bella', 'missing'];

const schema = await createSchema({ federation: true });
const probes = probesOf(schema, 'User');
const ways = [
  ...waysTo(schema, { from: 'Query', to: 'User', times: 2 }),
  ...waysTo(schema, { from: 'Mutation', to: 'User', times: 1 }),
].filter((way) => way.length <= 3);

let lanes: Lanes;
let cast: Record<CallerName, Caller>;
const prepared = new Set<string>();

beforeAll(async () => {
  const started = Date.now();
  lanes = await openLanes({
    // The matrix asks for everything at once, which is dear. What is remembered stays, alike on both lanes.
    env: { LIMIT_COST: '1000000', SESSION_CACHE_SECONDS: '30' },
    now: () => started,
  });
  const { peer } = lanes;
  const give = await giveBobsDevices(peer);
  for (const name of ['alice', 'vera', 'helen', 'oscar']) await give(name, 'alpha');
  for (const name of ['bella', 'hektor']) await give(name, 'beta');
  const { gateways, close } = lanes;
  const stage = { peer, sandbox: peer.sandbox, gateway: gateways.planned, close };
  cast = await callersAt(stage);
});
afterAll(() => lanes?.close());

test.each(callers)('of %s is the same by a plan', async (caller) => {
  const who = cast[caller];
  const different: unknown[] = [];
  let tried = 0;
  for (const target of targets) {
    for (const query of documentsFor(who, target)) {
      if (!prepared.has(query)) await lanes.prepare(query);
      prepared.add(query);
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
});

/** A document for each way to a target. */
function documentsFor(who: Caller, target: TargetName): readonly string[] {
  const name = nameOf(lanes.peer, who, target);
  return ways.flatMap((way) => {
    const wanted = wantedOn(way, name ?? {});
    return wanted === null ? [] : [documentOf(way, probes, { wanted, spelling: 'plain' }).query];
  });
}

/** Whom the document names; null where its root field cannot name them. */
function wantedOn([first]: Way, name: Pick<Wanted, 'id' | 'realm'>): Wanted | null {
  const { id } = name;
  switch (first?.field.name) {
    case 'me':
      return id === undefined ? name : null;
    case 'user':
    case '_entities':
      return id === undefined ? null : name;
    case 'users':
      return id === undefined ? null : { ...name, search: id };
    default:
      return name;
  }
}
