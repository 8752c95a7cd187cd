/** `identity-gateway documents …`, as an operator calls it. */
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import { runDocumentsCommand } from '../../src/documents-program.ts';
import { hashOf } from '../../src/documents/manifest.ts';
import { codesOf } from '../support/gateway.ts';
import { onStage } from '../support/stage.ts';
import { byId, post } from './by-hash.ts';

const name = 'query Name {\n  me {\n    displayName\n  }\n}\n';
const realm = 'query Realm { me { home: realm } }';
const search =
  'query Search($first: Int!) { users(search: "a", first: $first) { edges { node { id } } } }';

let folder: string;
let manifest: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registration-'));
  manifest = join(folder, 'trusted.json');
});
afterEach(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

async function call(args: readonly string[], environment: Environment = {}): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runDocumentsCommand(args, environment, {
    print: (line) => void out.push(line),
    tell: (line) => void err.push(line),
  });
  return { code, out, err };
}

async function write(file: string, content: unknown): Promise<string> {
  const path = join(folder, file);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const add = (...files: readonly string[]): Promise<Ended> =>
  call(['add', '--manifest', manifest, ...files]);
const idsIn = async (file: string): Promise<readonly string[]> =>
  [...(await readFile(file, 'utf8')).matchAll(/"([0-9a-f]{64})"/g)].map(([, id = '']) => id);

test('what is added runs by its id and by its exact text, where only trusted documents do', async () => {
  await write('name.graphql', name);
  await write('realm.gql', realm);

  const { code, out } = await add(join(folder, '*.{graphql,gql}'));

  expect([code, ...out]).toEqual([
    0,
    `sha256:${hashOf(name)} Name`,
    `sha256:${hashOf(realm)} Realm`,
    `2 added to ${manifest}, 0 there already. A gateway reads it when it starts.`,
  ]);
  const env = { TRUSTED_DOCUMENTS: 'only', TRUSTED_DOCUMENTS_MANIFESTS: manifest };
  await onStage('pingam', { env }, async ({ gateway, peer }) => {
    const alice = await peer.signIn('alice');
    expect((await byId(gateway, name, alice)).data).toEqual({
      me: { displayName: 'Alice Example' },
    });
    expect(codesOf(await post(gateway, { query: realm }, alice))).toEqual([]);
    expect(codesOf(await post(gateway, { query: `${realm}\n` }, alice))).toEqual([
      'DOCUMENT_NOT_TRUSTED',
    ]);
  });
});

test('what is there already stays, and is not added again', async () => {
  const file = await write('name.graphql', name);
  await add(file);
  const before = await readFile(manifest, 'utf8');
  const { mtimeMs } = await stat(manifest);

  const again = await add(file, file);

  expect(again).toEqual({ code: 0, out: [`0 added to ${manifest}, 1 there already.`], err: [] });
  expect(await readFile(manifest, 'utf8')).toBe(before);
  expect((await stat(manifest)).mtimeMs).toBe(mtimeMs);
});

test('the usage is told where it is asked for', async () => {
  const { code, out, err } = await call(['add', '--help']);

  expect([code, err]).toEqual([0, []]);
  expect(out.join('\n')).toMatch(/^Usage: identity-gateway documents add/);
});

describe('the manifest keeps its format and what it lists', () => {
  const listed = { id: hashOf(realm), name: 'Realm', type: 'query', body: realm, note: 'ours' };

  test('a new one is as Apollo writes it', async () => {
    await add(await write('name.graphql', name));

    expect(JSON.parse(await readFile(manifest, 'utf8'))).toEqual({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: hashOf(name), name: 'Name', type: 'query', body: name }],
    });
  });

  test('one of Apollo', async () => {
    const format = 'apollo-persisted-query-manifest';
    await write('trusted.json', { format, version: 1, operations: [listed] });

    await add(await write('name.graphql', name));

    expect(JSON.parse(await readFile(manifest, 'utf8'))).toEqual({
      format,
      version: 1,
      operations: [listed, { id: hashOf(name), name: 'Name', type: 'query', body: name }],
    });
  });

  test('a map, with ids that say what they are', async () => {
    await write('trusted.json', { [`sha256:${hashOf(realm)}`]: realm });

    await add(await write('more.json', { [hashOf(realm)]: realm, [hashOf(name)]: name }));

    expect(JSON.parse(await readFile(manifest, 'utf8'))).toEqual({
      [`sha256:${hashOf(realm)}`]: realm,
      [hashOf(name)]: name,
    });
  });

  test('a link stays a link, and the file keeps its mode', async () => {
    const file = await write('file.json', {});
    await symlink(file, manifest);
    const { mode } = await stat(file);

    await add(await write('name.graphql', name));

    expect(await idsIn(file)).toEqual([hashOf(name)]);
    expect(
      (await readdir(folder, { withFileTypes: true })).filter((one) => one.isSymbolicLink()),
    ).toHaveLength(1);
    expect((await stat(file)).mode).toBe(mode);
  });
});

describe('nothing is added where anything is wrong, and everything wrong is told', () => {
  test('documents', async () => {
    const files = {
      'a.graphql': 'query A {\n  me { nothing }\n  you\n}',
      'b.graphql': 'query B {',
      'c.graphql': `{ me { ${'id '.repeat(501)} } }`,
      'd.graphql': 'fragment D on User { id }',
      'e.json': { [hashOf(realm)]: name },
      'f.json': '{ broken',
      'g.graphql': name,
    };
    for (const [file, content] of Object.entries(files)) await write(file, content);

    const { code, out, err } = await add(
      join(folder, '*'),
      join(folder, 'missing.graphql'),
      folder,
    );

    const at = (file: string): string => join(folder, file);
    expect(err).toEqual([
      `${at('e.json')}: ${hashOf(realm)} is not the sha256 of its text`,
      expect.stringMatching(`^${at('f.json')}: .*JSON`),
      `${at('missing.graphql')}: no such file`,
      `${folder}: a folder; name files, or a pattern in quotes: '${folder}/**/*.graphql'`,
      `${at('a.graphql')}:2:8: Cannot query field "nothing" on type "User".`,
      `${at('a.graphql')}:3:3: Cannot query field "you" on type "Query".`,
      `${at('b.graphql')}:1:10: Syntax Error: Expected Name, found <EOF>.`,
      `${at('c.graphql')}: The operation has more than 500 fields.`,
      expect.stringMatching(`^${at('d.graphql')}:1:1: Fragment "D" is never used`),
    ]);
    expect([code, out]).toEqual([65, []]);
    expect((await readdir(folder)).toSorted()).toEqual(Object.keys(files));
  });

  test('what costs more than the gateway allows, unless its variables have a default', async () => {
    const limit = { LIMIT_COST: '60' };
    const dear = await write('dear.graphql', search);
    const cheap = await write('cheap.graphql', search.replace('Int!', 'Int! = 2'));

    const refused = await call(['add', '--manifest', manifest, dear, cheap], limit);
    const added = await call(['add', '--manifest', manifest, cheap], limit);

    expect(refused.err).toEqual([
      expect.stringMatching(
        `^${dear}: Search: The operation may cost \\d+ points, more than the limit of 60\\.$`,
      ),
    ]);
    expect([refused.code, added.code]).toEqual([65, 0]);
  });

  test('introspection in production, and references without federation', async () => {
    const types = await write('types.graphql', '{ __schema { types { name } } }');
    const entities = await write(
      'entities.graphql',
      'query ($r: [_Any!]! = []) { _entities(representations: $r) { __typename } }',
    );

    const codes = [];
    for (const [file, env] of [
      [types, {}],
      [types, { NODE_ENV: 'production' }],
      [entities, {}],
      [entities, { FEDERATION: 'off' }],
    ] as const) {
      codes.push((await call(['check', file], env)).code);
    }

    expect(codes).toEqual([0, 65, 0, 65]);
  });

  test('bytes that are no UTF-8', async () => {
    const file = join(folder, 'latin1.graphql');
    await writeFile(file, Buffer.from('# caf\xe9\n{ me { id } }', 'latin1'));

    const { code, err } = await add(file);

    expect([code, err]).toEqual([
      65,
      [expect.stringContaining(`${file}: The encoded data was not valid`)],
    ]);
  });

  test('the manifest itself, which is left as it is', async () => {
    const broken = `{ "${hashOf(realm)}": ${JSON.stringify(realm)}, }`;
    await write('trusted.json', broken);

    const { code, err } = await add(await write('name.graphql', name));

    expect([code, err]).toEqual([65, [expect.stringMatching(`^${manifest}: .*JSON`)]]);
    expect(await readFile(manifest, 'utf8')).toBe(broken);
    expect(await readdir(folder)).not.toContain('trusted.json.new');
  });
});

test('while another process adds documents, it is told so, and loses nothing', async () => {
  const file = await write('name.graphql', name);
  const lock = await write('trusted.json.new', 'of the other process');

  const { code, err } = await add(file);

  expect([code, err]).toEqual([75, [expect.stringMatching(`^${lock} is there: `)]]);
  expect(await readFile(lock, 'utf8')).toBe('of the other process');
  expect(await readdir(folder)).not.toContain('trusted.json');
});

test('a folder that is not there is told', async () => {
  const file = await write('name.graphql', name);

  const { code, err } = await call(['add', '--manifest', join(folder, 'no/such.json'), file]);

  expect([code, err]).toEqual([73, [expect.stringMatching(/^ENOENT: /)]]);
});

describe('check and list look at the configured manifests', () => {
  let env: Environment;

  beforeEach(async () => {
    const more = await write('more.json', { [hashOf(realm)]: realm });
    await add(await write('name.graphql', name));
    env = { TRUSTED_DOCUMENTS_MANIFESTS: `${manifest},${more}` };
  });

  test('check says that they fit, or what no longer does', async () => {
    expect(await call(['check'], env)).toEqual({ code: 0, out: ['2 fit.'], err: [] });
    expect(await call(['check'], { ...env, LIMIT_ALIASES: '0' })).toEqual({
      code: 65,
      out: [],
      err: [`${join(folder, 'more.json')}: The operation has more than 0 aliases.`],
    });
  });

  test('list has the id, the names and the file of each', async () => {
    expect(await call(['list'], env)).toEqual({
      code: 0,
      out: [
        `sha256:${hashOf(name)} Name ${manifest}`,
        `sha256:${hashOf(realm)} Realm ${join(folder, 'more.json')}`,
      ],
      err: [],
    });
    expect((await call(['list', '--manifest', manifest], env)).out).toHaveLength(1);
  });

  test('add takes the only configured one', async () => {
    const file = await write('realm.graphql', realm);

    const { code } = await call(['add', file], { TRUSTED_DOCUMENTS_MANIFESTS: manifest });

    expect([code, await idsIn(manifest)]).toEqual([0, [hashOf(name), hashOf(realm)]]);
  });
});

test.each([
  { args: [], problem: 'Unknown command "".' },
  { args: ['drop'], problem: 'Unknown command "drop".' },
  { args: ['add'], problem: 'add: expected a FILE.' },
  { args: ['add', '--force', 'a.graphql'], problem: "Unknown option '--force'" },
  { args: ['add', 'a.graphql'], problem: '--manifest: needed' },
  { args: ['add', '--manifest', '.', 'a.graphql'], problem: '. is a folder' },
  { args: ['check'], problem: '--manifest: needed' },
  { args: ['list'], problem: '--manifest: needed' },
  { args: ['list', 'a.graphql'], problem: 'list: expected no FILE.' },
])('$args is refused with 64, and how it is called', async ({ args, problem }) => {
  const { code, out, err } = await call(args);

  expect([code, out]).toEqual([64, []]);
  expect(err.join('\n')).toMatch(new RegExp(`^${problem.replaceAll(/[.?"]/g, '\\$&')}`));
  expect(err.join('\n')).toContain('Usage: identity-gateway documents add');
});

test('wrong options are refused with 78', async () => {
  const { code, err } = await call(['check'], { LIMIT_COST: 'much' });

  expect([code, err.join('\n')]).toEqual([78, expect.stringContaining('LIMIT_COST')]);
});
