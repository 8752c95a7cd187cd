/** `schema/subgraph.graphql` composes with a portal's subgraph in both composers. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { composeSchemaContract } from '@theguild/federation-composition';
import { type GraphQLSchema, isObjectType, parse } from 'graphql';
import { ownSubgraph, portals, textOf } from '../federation/composed.ts';
import { composers } from './composers.ts';

let identity: string;

beforeAll(async () => {
  identity = await ownSubgraph();
});

const cases = composers.flatMap(([composer, compose]) =>
  portals.map(([key, file]) => ({ composer, compose, key, file })),
);

/** Replaces a part of a text; throws if the text does not contain it. */
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

/** Returns the `@join__type` arguments of a type, sorted. */
function joinsOf(supergraph: string, name: string): readonly string[] {
  const head = new RegExp(`type ${name}\\b([^{]*)\\{`).exec(supergraph)?.[1] ?? '';
  return [...head.matchAll(/@join__type\(([^)]*)\)/g)].map(([, text = '']) => text).toSorted();
}

describe.each(cases)('$composer with a portal that knows people by $key', (one) => {
  test('composes: both share the type User, and clients see no federation', async () => {
    const { problems, supergraph, api } = one.compose(identity, await readFile(one.file, 'utf8'));

    expect(problems).toEqual([]);
    expect(joinsOf(supergraph, 'User')).toEqual(
      [
        'graph: IDENTITY, key: "amId realm"',
        'graph: IDENTITY, key: "id"',
        `graph: PORTAL, key: "${one.key}"`,
      ].toSorted(),
    );
    // Devices are entities by their id, and the fields for staff keep their tag.
    expect(joinsOf(supergraph, 'OathDevice')).toEqual(['graph: IDENTITY, key: "id"']);
    const tag = /@tag\(name: "staff"\)/g;
    expect(supergraph.match(tag)).toHaveLength(identity.match(tag)?.length ?? 0);
    expect(fieldsOf(api, 'User')).toEqual(expect.arrayContaining(['oathDevices', 'employee']));
    expect(fieldsOf(api, 'Employee')).toEqual(['id', 'costCentre', 'user']);
    expect(fieldsOf(api, 'Mutation')).toContain('resetOathDevices');
    expect(fieldsOf(api, 'Query')).toEqual(expect.arrayContaining(['me', 'users', 'employee']));
    expect(textOf(api)).not.toMatch(/_entities|_service|_Any|_Entity|join__|@key|@tag/);
  });
});

test.each(portals)('both composers make the same of the portal by %s', async (_key, file) => {
  const portal = await readFile(file, 'utf8');

  const [one, other] = composers.map(([, compose]) => textOf(compose(identity, portal).api));

  expect(one).toContain('type User');
  expect(other).toBe(one);
});

describe.each(composers)('%s', (_composer, compose) => {
  test('lets a portal use the shared PageInfo', async () => {
    const portal = await readFile('test/federation/portal/by-id.graphql', 'utf8');

    const whole = compose(identity, portal);
    const owned = compose(changed(identity, 'type PageInfo @shareable', 'type PageInfo'), portal);

    expect(joinsOf(whole.supergraph, 'PageInfo')).toEqual(['graph: IDENTITY', 'graph: PORTAL']);
    expect(owned.problems.join('\n')).toMatch(/PageInfo/);
  });

  test.each([
    ['amId realm', 'User implements Node @key(fields: "amId realm") @key(fields: "id")', 'User'],
    [
      'id',
      'User implements Node @key(fields: "amId realm") @key(fields: "id")',
      'User @key(fields: "amId realm")',
    ],
  ])('rejects the portal with %s without its key', async (key, from, to) => {
    const file = portals.find(([name]) => name === key)?.[1] ?? '';

    const { problems } = compose(changed(identity, from, to), await readFile(file, 'utf8'));

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(/User/);
  });
});

test('@oneOf is omitted because one composer does not support it', async () => {
  const portal = await readFile('examples/portal/portal.graphql', 'utf8');
  const oneOf = changed(
    identity,
    '\ninput DeviceChangeTarget {',
    '\ninput DeviceChangeTarget @oneOf {',
  );

  const told = composers.map(([name, compose]) => [name, compose(oneOf, portal).problems]);

  expect(told).toEqual([
    ['@theguild/federation-composition', []],
    ['@apollo/composition', ['[identity] Unknown directive "@oneOf".']],
  ]);
});

/** Overrides the gateway's `User.email`. */
const override = 'extend type User { email: String @override(from: "identity") }';

test.each(composers)(
  '%s lets a portal override a field, as docs/portal.md warns',
  async (_, compose) => {
    const portal = await readFile('examples/portal/portal.graphql', 'utf8');
    const taking = `${changed(portal, '["@key"]', '["@key", "@override"]')} ${override}`;

    // One composer hints that the gateway's field can be removed.
    expect(compose(identity, taking).api).not.toBeNull();
  },
);

test('a contract without the staff tag has no search', async () => {
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
  expect(contract.publicSdl).not.toMatch(/users\(|UserSearchConnection|UserSearchEdge/);
});
