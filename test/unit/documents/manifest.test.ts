/** Manifests of documents: two shapes, files and folders, and everything wrong with them at once. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hashOf, readManifests } from '../../../src/documents/manifest.ts';

const me = '{ me { id } }';
const caller = '{ caller { realm } }';
const format = 'apollo-persisted-query-manifest';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifests-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes a file, as JSON unless it is a text already, and gives its path. */
async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('the hash of a text', () => {
  test('is the one of the examples of the draft', () => {
    expect(hashOf('query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}')).toBe(
      '7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e',
    );
    expect(hashOf('query($id:ID!){user(id:$id){name}}')).toBe(
      '71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b',
    );
  });

  test('is that of its UTF-8 bytes', () => {
    expect(hashOf('名前🏃')).toBe(
      '0486f395c4116ab74374dab7b3cfd334f30f4b7e643fb2ded509c91baa1ee4df',
    );
  });
});

describe('is read:', () => {
  test.each([
    [
      'the manifest of Apollo',
      { format, version: 1, operations: [{ id: hashOf(me), name: 'Me', type: 'query', body: me }] },
    ],
    ['a map from hash to text', { [hashOf(me)]: me }],
    ['a map with the prefix of the draft', { [`sha256:${hashOf(me)}`]: me }],
    [
      'Apollo’s with the prefix of the draft',
      { format, version: 1, operations: [{ id: `sha256:${hashOf(me)}`, body: me }] },
    ],
  ])('%s', async (_label, content) => {
    const source = await file('a.json', content);

    expect(readManifests([source])).toEqual({
      documents: [{ id: hashOf(me), text: me, source }],
      problems: [],
    });
  });

  test.each([
    ['an empty map', {}],
    ['a manifest of nothing', { format, version: 1, operations: [] }],
  ])('%s', async (_label, content) => {
    expect(readManifests([await file('a.json', content)])).toEqual({ documents: [], problems: [] });
  });

  test('every JSON file of a folder, by name, and nothing else in it', async () => {
    await file('b.json', { [hashOf(caller)]: caller });
    await file('a.json', { [hashOf(me)]: me });
    await file('notes.md', 'not a manifest');
    await mkdir(join(folder, 'deeper'));
    await writeFile(join(folder, 'deeper', 'c.json'), 'not looked at');

    const { documents, problems } = readManifests([folder]);

    expect(documents.map(({ text }) => text)).toEqual([me, caller]);
    expect(problems).toEqual([]);
  });

  test('files and folders beside one another', async () => {
    const one = await file('one.json', { [hashOf(me)]: me });

    const { documents } = readManifests([one, folder]);

    expect(documents.map(({ text }) => text)).toEqual([me, me]);
  });
});

describe('is told as a problem:', () => {
  const neither = 'neither a persisted query manifest nor a map of documents';
  test.each([
    ['a list', [me], neither],
    ['a text', '"x"', neither],
    ['a number', '7', neither],
    ['null', 'null', neither],
    ['a map to something else', { [hashOf(me)]: 7 }, neither],
    ['a map with one text that is none', { [hashOf(me)]: me, other: { body: me } }, neither],
    ['operations of another format', { format: 'x', operations: [] }, neither],
    ['operations without a format', { operations: [{ id: hashOf(me), body: me }] }, neither],
    ['an operation without a text', { format, operations: [{ id: hashOf(me) }] }, neither],
    ['an operation that is null', { format, operations: [null] }, neither],
    ['an operation whose id is a number', { format, operations: [{ id: 7, body: me }] }, neither],
  ])('%s', async (_label, content, problem) => {
    const source = await file('a.json', content);

    expect(readManifests([source])).toEqual({ documents: [], problems: [`${source}: ${problem}`] });
  });

  test.each([
    ['the hash of another text', hashOf(caller)],
    ['a hash in capitals', hashOf(me).toUpperCase()],
    ['a name', 'Me'],
    ['an md5', '0123456789abcdef0123456789abcdef'],
    ['another kind of hash', `md5:${hashOf(me)}`],
    ['the prefix twice', `sha256:sha256:${hashOf(me)}`],
  ])('%s', async (_label, id) => {
    const source = await file('a.json', { [id]: me });

    const { problems } = readManifests([source]);

    const told = id.replace(/^sha256:/, '');
    expect(problems).toEqual([`${source}: ${told} is not the sha256 of its text`]);
  });

  test('a text that is no well-formed UTF-16, whose hash others have, too', async () => {
    const text = '# \ud800';
    const source = await file('a.json', { [hashOf(text)]: text });

    expect(hashOf(text)).toBe(hashOf('# \ufffd'));
    expect(readManifests([source]).problems).toEqual([
      expect.stringContaining('is not the sha256'),
    ]);
  });

  test('all of them at once, each with its file', async () => {
    const missing = join(folder, 'missing.json');
    await file('a.json', '{ broken');
    const wrong = await file('b.json', { x: me });
    await file('c.json', [me]);
    await file('d.json', { [hashOf(me)]: me });

    const { documents, problems } = readManifests([missing, folder]);

    expect(problems).toEqual([
      expect.stringMatching(/missing\.json: .*ENOENT: no such file/),
      expect.stringMatching(/a\.json: .*JSON/),
      expect.stringMatching(/c\.json: neither/),
      `${wrong}: x is not the sha256 of its text`,
    ]);
    expect(documents.map(({ id }) => id)).toEqual(['x', hashOf(me)]);
  });
});
