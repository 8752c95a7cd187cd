/** Manifests of documents: formats, files and folders, and all problems at once. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { hashOf, readManifests } from '../../../src/documents/manifest.ts';
import { useFolder } from '../../support/folder.ts';

const me = '{ me { id } }';
const caller = '{ gatewayCaller { realm } }';
const format = 'apollo-persisted-query-manifest';

const { write: file, clear } = useFolder();
afterEach(clear);

describe('the hash of a text', () => {
  test('is the hash of the examples in the draft', () => {
    expect(hashOf('query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}')).toBe(
      '7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e',
    );
    expect(hashOf('query($id:ID!){user(id:$id){name}}')).toBe(
      '71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b',
    );
  });

  test('is the hash of its UTF-8 bytes', () => {
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
  ])('%s', (_label, content) => {
    const source = file('a.json', content);

    expect(readManifests([source])).toEqual({
      documents: [{ id: hashOf(me), text: me, source }],
      problems: [],
    });
  });

  test.each([
    ['an empty map', {}],
    ['a manifest of nothing', { format, version: 1, operations: [] }],
  ])('%s', (_label, content) => {
    expect(readManifests([file('a.json', content)])).toEqual({ documents: [], problems: [] });
  });
});

describe('is reported as a problem:', () => {
  const neither = 'neither a persisted query manifest nor a map of documents';
  test.each([
    ['a list', [me], neither],
    ['a text', '"x"', neither],
    ['a number', '7', neither],
    ['null', 'null', neither],
    ['a map to something else', { [hashOf(me)]: 7 }, neither],
    ['a map with a value that is not a text', { [hashOf(me)]: me, other: { body: me } }, neither],
    ['operations of another format', { format: 'x', operations: [] }, neither],
    ['operations without a format', { operations: [{ id: hashOf(me), body: me }] }, neither],
    ['an operation without a text', { format, operations: [{ id: hashOf(me) }] }, neither],
    ['an operation that is null', { format, operations: [null] }, neither],
    ['an operation whose id is a number', { format, operations: [{ id: 7, body: me }] }, neither],
  ])('%s', (_label, content, problem) => {
    const source = file('a.json', content);

    expect(readManifests([source])).toEqual({ documents: [], problems: [`${source}: ${problem}`] });
  });

  test.each([
    ['the hash of another text', hashOf(caller)],
    ['a hash in capitals', hashOf(me).toUpperCase()],
    ['a name', 'Me'],
    ['an md5', '0123456789abcdef0123456789abcdef'],
    ['another kind of hash', `md5:${hashOf(me)}`],
    ['the prefix twice', `sha256:sha256:${hashOf(me)}`],
  ])('%s', (_label, id) => {
    const source = file('a.json', { [id]: me });

    const { problems } = readManifests([source]);

    const hash = id.replace(/^sha256:/, '');
    expect(problems).toEqual([`${source}: ${hash} is not the sha256 of its text`]);
  });

  test('a text that is not well-formed UTF-16, whose hash is ambiguous', () => {
    const text = '# \ud800';
    const source = file('a.json', { [hashOf(text)]: text });

    expect(hashOf(text)).toBe(hashOf('# \ufffd'));
    expect(readManifests([source]).problems).toEqual([
      expect.stringContaining('is not the sha256'),
    ]);
  });
});
