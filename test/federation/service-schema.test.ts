/** Who can read the subgraph's schema from the gateway, and how `examples/routers` uses it. */
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Stages } from '../access/stages.ts';
import { codesOf } from '../support/gateway.ts';
import { entitiesQuery, toUser } from './references.ts';

const stages = new Stages();
afterAll(() => stages.close());

const service = '{ _service { sdl } }';
const bob = { of: [toUser('bob')] };

test('in development every caller can request the schema, which equals the file', async () => {
  const { gateway, sandbox } = await stages.with();

  const { data, errors } = await gateway.ask(service);

  const sdl = await readFile('schema/subgraph.graphql', 'utf8');
  expect([data, errors]).toEqual([{ _service: { sdl } }, []]);
  expect(sandbox.received()).toEqual([]);
});

describe('in production', () => {
  const env = { NODE_ENV: 'production' };

  test.each(['nobody', 'alice', 'helen', 'amadmin'])(
    'the schema is not disclosed: %s',
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
  ])('introspection and hints do not disclose it: %s', async (query) => {
    const answer = await (await stages.with(env)).gateway.ask(query);

    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(answer.text).not.toMatch(/Did you mean|_service|User/);
  });

  test('references are still resolved', async () => {
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
  ['_Any', 'query ($of: _Any) { gatewayCaller { realm } }', { FEDERATION: 'off' }],
  ['_Entity', '{ gatewayCaller { ... on _Entity { __typename } } }', { FEDERATION: 'off' }],
  ['_entities', entitiesQuery(), { TRUSTED_DOCUMENTS: 'only' }],
])('%s is not served: %s with %j', async (_name, query, env) => {
  const { gateway, peer, sandbox } = await stages.with(env);
  const as = await peer.signIn('helen');
  sandbox.clearReceived();

  const answer = await gateway.ask(query, as, bob);

  const code = 'FEDERATION' in env ? 'GRAPHQL_VALIDATION_FAILED' : 'DOCUMENT_NOT_TRUSTED';
  expect([answer.data, new Set(codesOf(answer))]).toEqual([null, new Set([code])]);
  expect(sandbox.received()).toEqual([]);
});

test('FEDERATION=off changes nothing else', async () => {
  const { gateway, peer } = await stages.with({ FEDERATION: 'off' });

  const answer = await gateway.ask('{ me { amId realm } }', await peer.signIn('alice'));

  expect(answer.data).toEqual({ me: { amId: 'alice', realm: 'alpha' } });
});

const folder = 'examples/routers';

/** Returns a file without its comments. */
async function settingsIn(file: string): Promise<string> {
  const text = await readFile(join(folder, file), 'utf8');
  return text.replaceAll(/\/\*[^]*?\*\/|^ *(?:#|\/\/).*$/gm, '');
}

test.each([
  ['Hive Gateway', 'hive/gateway.config.js', 'hive/compose.js'],
  ['Apollo Router', 'apollo/router.yaml', 'apollo/supergraph.yaml'],
  ['Cosmo Router', 'cosmo/config.yaml', 'cosmo/compose.yaml'],
])(
  '%s forwards session and token, never a cookie, and composes the schemas of this checkout',
  async (...row) => {
    const [name, config, composed] = row;
    const settings = await settingsIn(config);
    const files = [...(await settingsIn(composed)).matchAll(/[./]+[\w/]+\.graphql/g)];
    const found = files.map(([file]) => join(folder, dirname(composed), file));

    expect(settings).toMatch(/127\.0\.0\.1[^]*4003/);
    expect(settings).toContain('iPlanetDirectoryPro');
    expect(settings).toContain('authorization');
    const others = /cookie|matching|all:\s*\n\s*request/i;
    expect(settings.replaceAll('AM_COOKIE_NAME', '')).not.toMatch(others);
    const schemas = ['schema/subgraph.graphql', 'examples/portal/portal.graphql'];
    expect(found).toEqual(expect.arrayContaining(schemas));
    const own = found.filter((file) => !file.includes('routers'));
    await Promise.all(own.map((file) => access(file)));
    const page = await readFile(join(folder, 'README.md'), 'utf8');
    const documented = page.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? '';
    expect(documented.includes('not run')).toBe(name !== 'Hive Gateway');
    expect(documented.includes('run in CI')).toBe(name === 'Hive Gateway');
  },
);
