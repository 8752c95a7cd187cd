/** Which document a request means, and whether it may run. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import type { Document } from '../../../src/documents/document.ts';
import { Documents } from '../../../src/documents/documents.ts';
import type { DocumentsOptions } from '../../../src/documents/documents.ts';
import { hashOf } from '../../../src/documents/manifest.ts';
import { readDocument } from '../../../src/documents/document.ts';
import { Failure } from '../../../src/domain/failure.ts';
import { createSchema } from '../../../src/graph/build-schema.ts';

const known = '{ me { id } }';
const other = '{ caller { realm } }';
const tooDeep = '{ a { b { c { d } } } }';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await createSchema({ federation: true });
});

function documents(
  trust: DocumentsOptions['trust'],
  { automatic = false }: { readonly automatic?: boolean } = {},
): Documents {
  const limits = { depth: 3, fields: 50, aliases: 5, people: 3 };
  const rules = { schema, limits, introspection: false };
  const id = hashOf(known);
  const listed = readDocument({ id, text: known }, rules);
  const trusted = new Map<string, Document>(trust === 'off' ? [] : [[id, listed]]);
  return new Documents({ trust, trusted: () => trusted, rules, automatic });
}

/** What becomes of a request: the text that may run, or the code of the refusal. */
function find(of: Documents, named: { readonly text?: string; readonly id?: string }): string {
  try {
    return of.find({ text: named.text, id: named.id }).text;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

const notFound = 'PERSISTED_QUERY_NOT_FOUND';

describe.each([
  {
    trust: 'off',
    listed: known,
    byId: 'PERSISTED_QUERY_NOT_SUPPORTED',
    unlisted: other,
    unknownId: 'PERSISTED_QUERY_NOT_SUPPORTED',
    overLimit: 'OPERATION_TOO_LARGE',
  },
  {
    trust: 'prefer',
    listed: known,
    byId: known,
    unlisted: other,
    unknownId: notFound,
    overLimit: 'OPERATION_TOO_LARGE',
  },
  {
    trust: 'only',
    listed: known,
    byId: known,
    unlisted: 'DOCUMENT_NOT_TRUSTED',
    unknownId: notFound,
    overLimit: 'DOCUMENT_NOT_TRUSTED',
  },
] as const)('TRUSTED_DOCUMENTS=$trust', ({ trust, ...expected }) => {
  test.each([
    ['the text of a listed one', { text: known }, expected.listed],
    ['its text and its hash', { text: known, id: hashOf(known) }, expected.listed],
    ['its hash', { id: hashOf(known) }, expected.byId],
    ['the text of another one', { text: other }, expected.unlisted],
    ['the text and hash of another one', { text: other, id: hashOf(other) }, expected.unlisted],
    ['the hash of another one', { id: hashOf(other) }, expected.unknownId],
    ['the listed hash with another text', { text: other, id: hashOf(known) }, 'BAD_USER_INPUT'],
    ['the listed text with another hash', { text: known, id: hashOf(other) }, 'BAD_USER_INPUT'],
    ['a document over a limit', { text: tooDeep }, expected.overLimit],
    [
      'a listed text with a blank more',
      { text: `${known} ` },
      trust === 'only' ? 'DOCUMENT_NOT_TRUSTED' : `${known} `,
    ],
  ])('%s', (_label, named, result) => {
    expect(find(documents(trust), named)).toBe(result);
  });

  test('a text and its hash are not remembered', () => {
    const of = documents(trust);

    find(of, { text: other, id: hashOf(other) });

    expect(find(of, { id: hashOf(other) })).toBe(expected.unknownId);
  });
});

describe.each(['off', 'prefer'] as const)('APQ=on with TRUSTED_DOCUMENTS=%s', (trust) => {
  test('remembers a text that comes with its hash', () => {
    const of = documents(trust, { automatic: true });

    expect(find(of, { id: hashOf(other) })).toBe(notFound);
    expect(find(of, { text: other, id: hashOf(other) })).toBe(other);
    expect(find(of, { id: hashOf(other) })).toBe(other);
  });

  test.each([
    ['a text without its hash', { text: other }],
    ['a text with another hash', { text: other, id: hashOf('x') }],
  ])('does not remember %s', (_label, named) => {
    const of = documents(trust, { automatic: true });

    find(of, named);

    expect(find(of, { id: hashOf(other) })).toBe(notFound);
    expect(find(of, { id: hashOf('x') })).toBe(notFound);
  });

  test('does not remember what is over a limit', () => {
    const of = documents(trust, { automatic: true });

    find(of, { text: tooDeep, id: hashOf(tooDeep) });

    expect(find(of, { id: hashOf(tooDeep) })).toBe(notFound);
  });

  test('remembers a thousand, and forgets the one that was used least recently', () => {
    const of = documents(trust, { automatic: true });
    const text = (n: number): string => `{ caller { realm } } # ${n}`;
    const register = (n: number): string => find(of, { text: text(n), id: hashOf(text(n)) });
    for (let n = 0; n < 1000; n += 1) register(n);

    expect(find(of, { id: hashOf(text(0)) })).toBe(text(0));
    register(1000);

    expect(find(of, { id: hashOf(text(0)) })).toBe(text(0));
    expect(find(of, { id: hashOf(text(1)) })).toBe(notFound);
    expect(find(of, { id: hashOf(text(2)) })).toBe(text(2));
    expect(find(of, { id: hashOf(text(1000)) })).toBe(text(1000));
  });

  test('remembers four million characters at most', () => {
    const of = documents(trust, { automatic: true });
    const text = (n: number): string => `{ caller { realm } } # ${n} ${'x'.repeat(400_000)}`;
    for (let n = 0; n < 12; n += 1) find(of, { text: text(n), id: hashOf(text(n)) });

    const kept = Array.from({ length: 12 }, (_, n) => find(of, { id: hashOf(text(n)) }));

    expect(kept.filter((found) => found !== notFound)).toHaveLength(9);
    expect(kept.at(-1)).toBe(text(11));
  });
});

test('what is found says which operations it holds', () => {
  const of = documents('prefer');

  expect(of.find({ text: known, id: undefined }).operations).toMatchObject([
    { name: null, type: 'query' },
  ]);
  const two = of.find({ text: 'query A { a } mutation B { b }', id: undefined });
  expect(two.operations).toMatchObject([
    { name: 'A', type: 'query' },
    { name: 'B', type: 'mutation' },
  ]);
  expect(two.tree).toBeNull();
  expect(of.find({ text: '{ a', id: undefined }).operations).toEqual([]);
});

test('a document is parsed and validated once, and so is one that is wrong', () => {
  const of = documents('off');

  for (const text of [known, '{ nothing }', '{ a']) {
    const first = of.find({ text, id: undefined });

    expect(of.find({ text, id: undefined })).toBe(first);
    expect(of.get(hashOf(text))).toBe(first);
  }
});
