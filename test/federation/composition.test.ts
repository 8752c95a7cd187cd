/** `schema/subgraph.graphql` composes with a portal's subgraph, whichever composer feeds the router. */
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeSchemaContract } from '@theguild/federation-composition';
import { isObjectType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { Stages } from '../access/stages.ts';
import { codesOf } from '../support/gateway.ts';
import { composers, ownSubgraph, portals, textOf } from './composed.ts';
import { entitiesQuery, toUser } from './references.ts';

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
        'graph: IDENTITY, key: "amId realm"',
        'graph: IDENTITY, key: "id"',
        `graph: PORTAL, key: "${one.key}"`,
      ].toSorted(),
    );
    // No device is an entity, and what is for staff stays marked.
    expect(joinsOf(supergraph, 'OathDevice')).toEqual(['graph: IDENTITY']);
    expect(supergraph.match(/@tag\(name: "staff"\)/g)).toHaveLength(4);
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
    ['amId realm', 'User implements Node @key(fields: "amId realm") @key(fields: "id")', 'User'],
    [
      'id',
      'User implements Node @key(fields: "amId realm") @key(fields: "id")',
      'User @key(fields: "amId realm")',
    ],
  ])('refuses the portal by %s once its key is gone', async (key, from, to) => {
    const file = portals.find(([name]) => name === key)?.[1] ?? '';

    const { problems } = compose(changed(identity, from, to), await readFile(file, 'utf8'));

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(/User/);
  });
});

test('@oneOf is left out, because one of the composers does not know it', async () => {
  const portal = await readFile('examples/portal/portal.graphql', 'utf8');
  const oneOf = changed(identity, '\ninput ChangeTarget {', '\ninput ChangeTarget @oneOf {');

  const told = composers.map(([name, compose]) => [name, compose(oneOf, portal).problems]);

  expect(told).toEqual([
    ['@theguild/federation-composition', []],
    ['@apollo/composition', ['[identity] Unknown directive "@oneOf".']],
  ]);
});

test.each(composers)('%s lets a portal have a node of its own', async (_composer, compose) => {
  const portal = await readFile('examples/portal/portal.graphql', 'utf8');
  const node = 'interface Node { id: ID! } extend type Query { node(id: ID!): Node }';

  const { problems, api } = compose(identity, `${portal} ${node}`);

  expect(problems).toEqual([]);
  expect(fieldsOf(api, 'Query')).toContain('node');
});

/** Takes the email of people away from the gateway. */
const override = 'extend type User { email: String @override(from: "identity") }';

test.each(composers)(
  '%s lets a portal take a field over: docs/portal.md warns',
  async (_, compose) => {
    const portal = await readFile('examples/portal/portal.graphql', 'utf8');
    const taking = `${changed(portal, '["@key"]', '["@key", "@override"]')} ${override}`;

    expect(compose(identity, taking).problems).toEqual([]);
  },
);

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

const stages = new Stages();
afterAll(() => stages.close());

const service = '{ _service { sdl } }';
const bob = { of: [toUser('bob')] };

test('in development anybody may ask for the schema, and gets the file', async () => {
  const { gateway, sandbox } = await stages.with();

  const { data, errors } = await gateway.ask(service);

  const sdl = await readFile('schema/subgraph.graphql', 'utf8');
  expect([data, errors]).toEqual([{ _service: { sdl } }, []]);
  expect(sandbox.received()).toEqual([]);
});

describe('in production', () => {
  const env = { NODE_ENV: 'production' };

  test.each(['nobody', 'alice', 'helen', 'amadmin'])(
    'the schema is told to nobody: %s',
    async (name) => {
      const { gateway, peer, sandbox } = await stages.with(env);
      const as = name === 'nobody' ? {} : await peer.signIn(name);
      sandbox.clearReceived();

      const answer = await gateway.ask(service, as);

      expect([answer.data, codesOf(answer)]).toEqual([null, ['FORBIDDEN']]);
      expect(answer.text).not.toContain('@key');
      expect(sandbox.received()).toEqual([]);
    },
  );

  test.each([
    '{ __schema { queryType { name } } }',
    '{ __type(name: "_Entity") { name } }',
    '{ _servic { sdl } }',
  ])('neither introspection nor a hint tells it: %s', async (query) => {
    const answer = await (await stages.with(env)).gateway.ask(query);

    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(answer.text).not.toMatch(/Did you mean|_service|User/);
  });

  test('references are resolved all the same', async () => {
    const { gateway, peer } = await stages.with(env);
    const of = [toUser('bob'), toUser('bella', { realm: 'beta' })];

    const answer = await gateway.ask(entitiesQuery(), await peer.signIn('helen'), { of });

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }, null] });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });
});

test.each([
  ['_service', service, { FEDERATION: 'off' }],
  ['_entities', entitiesQuery(), { FEDERATION: 'off' }],
  ['_Any', 'query ($of: _Any) { caller { realm } }', { FEDERATION: 'off' }],
  ['_Entity', '{ caller { ... on _Entity { __typename } } }', { FEDERATION: 'off' }],
  ['_entities', entitiesQuery(), { TRUSTED_DOCUMENTS: 'only' }],
])('nobody is served %s: %s with %j', async (_name, query, env) => {
  const { gateway, peer, sandbox } = await stages.with(env);
  const as = await peer.signIn('helen');
  sandbox.clearReceived();

  const answer = await gateway.ask(query, as, bob);

  const code = 'FEDERATION' in env ? 'GRAPHQL_VALIDATION_FAILED' : 'DOCUMENT_NOT_TRUSTED';
  expect([answer.data, new Set(codesOf(answer))]).toEqual([null, new Set([code])]);
  expect(sandbox.received()).toEqual([]);
});

test('with FEDERATION=off everything else is as it is', async () => {
  const { gateway, peer } = await stages.with({ FEDERATION: 'off' });

  const answer = await gateway.ask('{ me { amId realm } }', await peer.signIn('alice'));

  expect(answer.data).toEqual({ me: { amId: 'alice', realm: 'alpha' } });
});

const folder = 'examples/routers';

const routers = [
  { name: 'Hive Gateway', config: 'hive/gateway.config.js', composed: 'hive/compose.js' },
  { name: 'Apollo Router', config: 'apollo/router.yaml', composed: 'apollo/supergraph.yaml' },
  { name: 'Cosmo Router', config: 'cosmo/config.yaml', composed: 'cosmo/compose.yaml' },
] as const;

/** A file without what it says in comments. */
async function settingsIn(file: string): Promise<string> {
  const text = await readFile(join(folder, file), 'utf8');
  return text.replaceAll(/\/\*[^]*?\*\/|^ *(?:#|\/\/).*$/gm, '');
}

describe.each(routers)('$name', ({ name, config, composed }) => {
  test('passes on the session and the token, never a cookie, and listens on loopback', async () => {
    const settings = await settingsIn(config);

    expect(settings).toMatch(/127\.0\.0\.1[^]*4003/);
    expect(settings).toContain('iPlanetDirectoryPro');
    expect(settings).toContain('authorization');
    expect(settings.replaceAll('AM_COOKIE_NAME', '')).not.toMatch(
      /cookie|matching|all:\s*\n\s*request/i,
    );
  });

  test('composes the schemas of this checkout', async () => {
    const files = [...(await settingsIn(composed)).matchAll(/[./]+[\w/]+\.graphql/g)].map(
      ([file]) => file,
    );
    const found = files.map((file) => join(folder, dirname(composed), file));

    expect(found).toEqual(
      expect.arrayContaining(['schema/subgraph.graphql', 'examples/portal/portal.graphql']),
    );
    await Promise.all(
      found.filter((file) => !file.includes('routers')).map((file) => access(file)),
    );
  });

  test('is said to be run, or not', async () => {
    const page = await readFile(join(folder, 'README.md'), 'utf8');
    const row = page.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? '';

    expect(row.includes('not run')).toBe(name !== 'Hive Gateway');
    expect(row.includes('run in CI')).toBe(name === 'Hive Gateway');
  });
});
