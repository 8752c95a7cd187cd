/** Limits on tokens and depth, checked before validation in linear time (security D1–D3). */
import { describe, expect, test } from '@jest/globals';
import {
  limitRefusal,
  parseWithin,
  type DocumentLimits,
} from '../../../src/documents/document-limits.ts';
import { Failure } from '../../../src/domain/values/failure.ts';

const limits = { tokens: 500, depth: 4 };

function failureFor(query: string, within: DocumentLimits = limits): Failure | null {
  const parsed = parseWithin(query, within);
  if (parsed instanceof Failure) return parsed;
  return parsed instanceof Error ? null : limitRefusal(parsed, within);
}

function refusalOf(query: string, within: DocumentLimits = limits): string | null {
  return failureFor(query, within)?.message ?? null;
}

const tooMany = (limit: number, what: string): string =>
  `The operation has more than ${limit} ${what}.`;
const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (depth: number): string => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;

test.each([
  { what: 'levels', limit: 4, document: nested },
  { what: 'tokens', limit: 500, document: (count: number) => `{ ${'a '.repeat(count - 2)} }` },
  {
    what: 'reset fields',
    limit: 1,
    document: (count: number) => `mutation { ${times(count, (at) => `a${at}: reset`)} }`,
  },
])('$limit $what are accepted, one more is refused', ({ what, limit, document }) => {
  expect(refusalOf(document(limit))).toBeNull();
  expect(failureFor(document(limit + 1))).toMatchObject({
    code: 'OPERATION_TOO_LARGE',
    message: tooMany(limit, what),
    facts: { most: limit },
  });
});

describe('fragments are expanded', () => {
  test.each([
    {
      label: 'depth across fragments',
      document: '{ a { ...A } } fragment A on T { b { ...B } } fragment B on T { c { d { e } } }',
      refusal: tooMany(4, 'levels'),
    },
    {
      label: 'a fragment that is deep enough at one of two places only',
      document: '{ ...A a { b { c { ...A } } } } fragment A on T { d { e } }',
      refusal: tooMany(4, 'levels'),
    },
    {
      label: 'inline fragments add no level',
      document: `{ ${'... { '.repeat(12)} a ${'}'.repeat(12)} }`,
      refusal: null,
    },
    {
      label: 'mutations in inline fragments',
      document: 'mutation { ... { a: reset } ... @skip(if: true) { b: reset } }',
      refusal: tooMany(1, 'reset fields'),
    },
    {
      label: 'a fragment spread twice, which graphql-js executes once',
      document: 'mutation { ...P ...P } fragment P on Mutation { reset }',
      refusal: null,
    },
    { label: 'unknown fragments', document: '{ a ...Nowhere }', refusal: null },
  ])('$label', ({ document, refusal }) => {
    expect(refusalOf(document)).toBe(refusal);
  });
});

describe('hostile documents end quickly', () => {
  const largest = { tokens: 1_500, depth: 10 };
  const bomb = (type: string): string =>
    times(100, (at) => `fragment F${at} on ${type} { ...F${at + 1} ...F${at + 1} }`);

  test.each([
    { label: 'a fragment in itself', query: '{ ...A } fragment A on T { a ...A }' },
    {
      label: 'a ring of fragments',
      query: '{ ...A } fragment A on T { a ...B } fragment B on T { b ...A }',
    },
  ])('$label is infinitely deep', ({ query }) => {
    expect(refusalOf(query, largest)).toBe(tooMany(10, 'levels'));
  });

  test.each([
    { label: 'brackets', query: '['.repeat(1_000_000) },
    { label: 'lists', query: `{ f(a: ${'['.repeat(2_000)}` },
    { label: 'objects', query: `{ f(a: ${'{a:'.repeat(2_000)}` },
    { label: 'selections', query: '{a'.repeat(2_000) },
    { label: 'lists of types', query: `query ($a: ${'['.repeat(2_000)}` },
    { label: 'fragments', query: bomb('T').repeat(2) },
  ])('too many nested $label do not exhaust the stack of the parser', ({ query }) => {
    expect(parseWithin(query, largest)).toBeInstanceOf(Error);
  });

  test.each(['{ ...F0 }', 'mutation { ...F0 }'])(
    'exponential fragments in %s are visited once each',
    (operation) => {
      const startedAt = performance.now();

      expect(refusalOf(`${operation} ${bomb('T')} fragment F100 on T { a }`, largest)).toBeNull();
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    },
  );
});

test.each([
  { label: 'a syntax error, which GraphQL reports', query: '{ a' },
  { label: 'nothing', query: '' },
  {
    label: 'the same mutation field in two operations',
    query: 'mutation A { reset } mutation B { reset }',
  },
  { label: 'two different mutation fields', query: 'mutation { resetOath resetPush }' },
  { label: 'introspection, however deep', query: `{ __schema ${nested(9)} }` },
  { label: 'the type of a mutation twice', query: 'mutation { __typename a: __typename }' },
])('accepts: $label', ({ query }) => {
  expect(refusalOf(query)).toBeNull();
});

test('a subscription is bad input', () => {
  expect(failureFor('subscription { a }')).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('every operation of a document is measured', () => {
  expect(refusalOf(`query A { a } query B ${nested(5)}`)).toBe(tooMany(4, 'levels'));
});
