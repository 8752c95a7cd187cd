/** The command `identity-gateway documents check`. */
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import { hashOf } from '../../src/documents/manifest.ts';
import { useFolder } from '../support/folder.ts';
import { commandResult, type CommandResult } from '../support/run-command.ts';

const name = 'query Name {\n  me {\n    displayName\n  }\n}\n';
const realm = 'query Realm { me { realm } }';
const search =
  'query Search($first: Int!) { users(search: "a", first: $first) { edges { node { id } } } }';

const { path: folder, write, clear } = useFolder();
afterEach(clear);

const call = (args: readonly string[], environment: Environment = {}): Promise<CommandResult> =>
  commandResult(['documents', ...args], environment);

test('valid documents are counted, each once', async () => {
  write('name.graphql', name);
  write('realm.gql', realm);
  const manifest = write('more.json', { [hashOf(realm)]: realm });

  expect(await call(['check', join(folder, '*.{graphql,gql}'), manifest])).toEqual({
    code: 0,
    out: ['Documents that can be trusted: 2.'],
    err: [],
  });
});

test('without a file the configured manifests are checked', async () => {
  const manifests = [
    write('name.json', { [hashOf(name)]: name }),
    write('realm.json', { [hashOf(realm)]: realm }),
  ];
  const env = { TRUSTED_DOCUMENTS_MANIFESTS: manifests.join(',') };

  expect((await call(['check'], env)).out).toEqual(['Documents that can be trusted: 2.']);
});

test('every problem is reported, with its file and position', async () => {
  const files = {
    'a.graphql': 'query A {\n  me { nothing }\n  you\n}',
    'b.graphql': 'query B {',
    'c.graphql': `{ me { ${'id '.repeat(501)} } }`,
    'd.graphql': 'fragment D on User { id }',
    'e.json': { [hashOf(realm)]: name },
    'f.json': '{ broken',
    'g.graphql': name,
  };
  for (const [file, content] of Object.entries(files)) write(file, content);

  const { code, out, err } = await call([
    'check',
    join(folder, '*'),
    join(folder, 'missing.graphql'),
    folder,
  ]);

  const at = (file: string): string => join(folder, file);
  expect(err).toEqual([
    `${at('e.json')}: ${hashOf(realm)} is not the sha256 of its text`,
    expect.stringMatching(`^${at('f.json')}: .*JSON`),
    `${at('missing.graphql')}: no such file`,
    `${folder}: a folder; name files, or a pattern in quotes: '${folder}/**/*.graphql'`,
    `${at('a.graphql')}:2:8: Cannot query field "nothing" on type "User".`,
    `${at('a.graphql')}:3:3: Cannot query field "you" on type "Query".`,
    `${at('b.graphql')}:1:10: Syntax Error: Expected Name, found <EOF>.`,
    `${at('c.graphql')}: The operation has more than 500 tokens.`,
    expect.stringMatching(`^${at('d.graphql')}:1:1: Fragment "D" is never used`),
  ]);
  expect([code, out]).toEqual([65, []]);
});

test('the cost is limited, with the defaults of variables', async () => {
  const limit = { LIMIT_COST: '250' };
  const expensive = write('expensive.graphql', search);
  const cheap = write('cheap.graphql', search.replace('Int!', 'Int! = 2'));

  const refused = await call(['check', expensive, cheap], limit);
  const accepted = await call(['check', cheap], limit);

  expect(refused.err).toEqual([
    expect.stringMatching(
      `^${expensive}: Search: The operation may cost \\d+ points, more than the limit of 250\\.$`,
    ),
  ]);
  expect([refused.code, accepted.code]).toEqual([65, 0]);
});

const introspection = '{ __schema { types { name } } }';
const references = 'query ($r: [_Any!]! = []) { _entities(representations: $r) { __typename } }';
test.each([
  [introspection, { NODE_ENV: 'development' }, 0],
  [introspection, {}, 65],
  [references, {}, 0],
  [references, { FEDERATION: 'off' }, 65],
])('%s with %j exits with %i', async (text, env, code) => {
  expect((await call(['check', write('a.graphql', text)], env)).code).toBe(code);
});

test('a file that is not UTF-8 is a problem', async () => {
  const file = write('latin1.graphql', Buffer.from('# caf\xe9\n{ me { id } }', 'latin1'));

  expect(await call(['check', file])).toEqual({
    code: 65,
    out: [],
    err: [expect.stringContaining(`${file}: The encoded data was not valid`)],
  });
});

test.each([
  { args: [], problem: 'Unknown command "".' },
  { args: ['add', 'a.graphql'], problem: 'Unknown command "add".' },
  { args: ['check', '--force', 'a.graphql'], problem: "Unknown option '--force'" },
  { args: ['check'], problem: 'Name a FILE, or set TRUSTED_DOCUMENTS_MANIFESTS.' },
])('$args is refused with 64 and the usage', async ({ args, problem }) => {
  const { code, out, err } = await call(args);

  expect([code, out]).toEqual([64, []]);
  expect(err.join('\n').startsWith(problem)).toBe(true);
  expect(err.join('\n')).toContain('Usage:\n  identity-gateway documents check');
});

test('wrong options are refused with 78', async () => {
  const { code, err } = await call(['check'], { LIMIT_COST: 'much' });

  expect([code, err.join('\n')]).toEqual([78, expect.stringContaining('LIMIT_COST')]);
});
