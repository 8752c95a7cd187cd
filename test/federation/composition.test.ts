/** `schema/subgraph.graphql` composes with a portal's subgraph, whichever composer feeds the router. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { composeSchemaContract } from '@theguild/federation-composition';
import { isObjectType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { composers, ownSubgraph, portals, textOf } from './composed.ts';

let identity: string;

beforeAll(async () => {
  identity = await ownSubgraph();
});

const cases = composers.flatMap(([composer, compose]) =>
  portals.map(([key, file]) => ({ composer, compose, key, file })),
);

/** A text in which one thing is changed; one that is not there fails. */
function changed(text: string, from: string, to: string): string {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${from} is there ${more.length + 1} times, not once`);
  }
  return `${before}${to}${after}`;
}

function fieldsOf(api: GraphQLSchema | null, name: string): readonly string[] {
  const type = api?.getType(name);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
}

/** What the supergraph says of the head of a type, in the order of the alphabet. */
function joinsOf(supergraph: string, name: string): readonly string[] {
  const head = new RegExp(`type ${name}\\b([^{]*)\\{`).exec(supergraph)?.[1] ?? '';
  return [...head.matchAll(/@join__type\(([^)]*)\)/g)].map(([, text = '']) => text).toSorted();
}

describe.each(cases)('$composer with a portal that knows people by $key', (one) => {
  test('composes: people are one type of both, clients see nothing of federation', async () => {
    const { problems, supergraph, api } = one.compose(identity, await readFile(one.file, 'utf8'));

    expect(problems).toEqual([]);
    expect(joinsOf(supergraph, 'User')).toEqual(
      [
        'graph: IDENTITY, key: "id realm"',
        'graph: IDENTITY, key: "id"',
        `graph: PORTAL, key: "${one.key}"`,
      ].toSorted(),
    );
    // No device is an entity, and what is for staff stays marked.
    expect(joinsOf(supergraph, 'OathDevice')).toEqual(['graph: IDENTITY']);
    expect(supergraph.match(/@tag\(name: "staff"\)/g)).toHaveLength(3);
    expect(fieldsOf(api, 'User')).toEqual(expect.arrayContaining(['oathDevices', 'employee']));
    expect(fieldsOf(api, 'Employee')).toEqual(['id', 'costCentre', 'user']);
    expect(fieldsOf(api, 'Mutation')).toContain('resetOathDevices');
    expect(fieldsOf(api, 'Query')).toEqual(expect.arrayContaining(['me', 'users', 'employee']));
    expect(textOf(api)).not.toMatch(/_entities|_service|_Any|_Entity|join__|@key|@tag/);
  });

  test('refuses a portal that would answer for a field of the gateway', async () => {
    const portal = changed(
      await readFile(one.file, 'utf8'),
      'employee: Employee\n}',
      'employee: Employee\n  email: String\n}',
    );

    const { problems, api } = one.compose(identity, portal);

    expect(problems.join('\n')).toMatch(/User\.email/);
    expect(api).toBeNull();
  });
});

test.each(portals)('both composers make the same of the portal by %s', async (_key, file) => {
  const portal = await readFile(file, 'utf8');

  const [one, other] = composers.map(([, compose]) => textOf(compose(identity, portal).api));

  expect(one).toContain('type User');
  expect(other).toBe(one);
});

describe.each(composers)('%s', (_composer, compose) => {
  test('lets a portal page its own lists, because PageInfo is shared', async () => {
    const portal = await readFile('test/federation/portal/by-id.graphql', 'utf8');

    const whole = compose(identity, portal);
    const owned = compose(changed(identity, 'type PageInfo @shareable', 'type PageInfo'), portal);

    expect(joinsOf(whole.supergraph, 'PageInfo')).toEqual(['graph: IDENTITY', 'graph: PORTAL']);
    expect(owned.problems.join('\n')).toMatch(/PageInfo/);
  });

  test.each([
    ['id realm', 'User @key(fields: "id realm") @key(fields: "id")', 'User'],
    ['id', 'User @key(fields: "id realm") @key(fields: "id")', 'User @key(fields: "id realm")'],
  ])('refuses the portal by %s once its key is gone', async (key, from, to) => {
    const file = portals.find(([name]) => name === key)?.[1] ?? '';

    const { problems } = compose(changed(identity, from, to), await readFile(file, 'utf8'));

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(/User/);
  });
});

test('a contract without what is for staff has no search', async () => {
  const portal = await readFile('examples/portal/portal.graphql', 'utf8');

  const contract = composeSchemaContract(
    [
      { name: 'identity', url: 'http://identity.test/graphql', typeDefs: parse(identity) },
      { name: 'portal', url: 'http://portal.test/', typeDefs: parse(portal) },
    ],
    { include: new Set(), exclude: new Set(['staff']) },
    true,
  );

  expect(contract.errors ?? []).toEqual([]);
  expect(contract.publicSdl).toContain('me: User');
  expect(contract.publicSdl).not.toMatch(/users\(|UserConnection|UserEdge/);
});
