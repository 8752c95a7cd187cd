/** What an operation costs is measured before anything else is done with it, and quickly (security D1–D3). */
import { describe, expect, test } from '@jest/globals';
import { limitRefusal, parseWithin } from '../../../src/documents/document-limits.ts';
import type { DocumentLimits } from '../../../src/documents/document-limits.ts';
import { Failure } from '../../../src/domain/failure.ts';

const limits = { depth: 4, fields: 12, aliases: 3, people: 2 };

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

describe('at its limit it passes, one more is refused', () => {
  test.each([
    { what: 'levels', limit: 4, document: nested },
    {
      what: 'fields',
      limit: 12,
      document: (count: number) => `{ ${times(count, (at) => `f${at}`)} }`,
    },
    {
      what: 'aliases',
      limit: 3,
      document: (count: number) => `{ ${times(count, (at) => `a${at}: f`)} }`,
    },
    {
      what: 'user fields',
      limit: 2,
      document: (count: number) => `{ ${times(count, (at) => `a${at}: user(id: "${at}")`)} }`,
    },
    {
      what: 'reset fields',
      limit: 1,
      document: (count: number) => `mutation { ${times(count, (at) => `a${at}: reset`)} }`,
    },
  ])('$what', ({ what, limit, document }) => {
    expect(refusalOf(document(limit))).toBeNull();
    expect(refusalOf(document(limit + 1))).toBe(tooMany(limit, what));
  });

  test('directives', () => {
    const wide = { ...limits, fields: 100 };
    const document = (count: number): string => `{ a ${'@skip(if: true) '.repeat(count)} }`;

    expect(refusalOf(document(50), wide)).toBeNull();
    expect(refusalOf(document(51), wide)).toBe(tooMany(50, 'directives'));
  });

  test('directives of the operation itself', () => {
    const wide = { ...limits, fields: 100 };

    expect(refusalOf(`query ${'@a '.repeat(50)} { a }`, wide)).toBeNull();
    expect(refusalOf(`query ${'@a '.repeat(51)} { a }`, wide)).toBe(tooMany(50, 'directives'));
  });

  test('tokens, before anything is parsed to its end', () => {
    expect(refusalOf(`{ f(a: [${'1 '.repeat(200)}]) }`)).toBe(tooMany(60, 'tokens'));
  });
});

describe('fragments are counted where they are used', () => {
  const fragment = 'fragment F on T { a b c }';

  test.each([
    { label: 'not used', document: `{ x } ${fragment}`, refusal: null },
    {
      label: 'used three times: 3 × (1 + 3)',
      document: `{ ...F ...F ...F } ${fragment}`,
      refusal: null,
    },
    {
      label: 'used a fourth time',
      document: `{ ...F ...F ...F ...F } ${fragment}`,
      refusal: tooMany(12, 'fields'),
    },
    {
      label: 'deep within one another',
      document: '{ a { ...A } } fragment A on T { b { ...B } } fragment B on T { c { d { e } } }',
      refusal: tooMany(4, 'levels'),
    },
    {
      label: 'inline ones, which are no level but count',
      document: `{ ${'... { '.repeat(12)} a ${'}'.repeat(12)} }`,
      refusal: tooMany(12, 'fields'),
    },
    {
      label: 'root fields in them',
      document: '{ ...P user(id: 3) } fragment P on Query { user(id: 1) ... { user(id: 2) } }',
      refusal: tooMany(2, 'user fields'),
    },
    {
      label: 'mutations in them',
      document: 'mutation { ...P reset } fragment P on Mutation { reset }',
      refusal: tooMany(1, 'reset fields'),
    },
    {
      label: 'aliases in them',
      document: '{ ...A ...A } fragment A on T { x: a y: b }',
      refusal: tooMany(3, 'aliases'),
    },
    { label: 'unknown ones', document: '{ a ...Nowhere }', refusal: null },
  ])('$label', ({ document, refusal }) => {
    expect(refusalOf(document)).toBe(refusal);
  });
});

describe('hostile documents end quickly', () => {
  const standard = { depth: 10, fields: 500, aliases: 30, people: 20 };
  const lists = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const line = (length: number): string =>
    `{ ...F0 } ${times(length, (at) => `fragment F${at} on T { ...F${at + 1} }`)}`;
  const bomb = times(40, (at) => `fragment F${at} on T { ...F${at + 1} ...F${at + 1} }`);

  test.each([
    {
      label: 'a fragment within itself',
      query: '{ ...A } fragment A on T { a ...A }',
      refusal: tooMany(10, 'levels'),
    },
    {
      label: 'a ring of fragments',
      query: '{ ...A } fragment A on T { a ...B } fragment B on T { b ...A }',
      refusal: tooMany(10, 'levels'),
    },
    {
      label: 'a ring that nobody uses',
      query: '{ a } fragment A on T { ...B } fragment B on T { ...A }',
      refusal: tooMany(10, 'levels'),
    },
    {
      label: 'two to the power of forty',
      query: `{ ...F0 } ${bomb} fragment F40 on T { a }`,
      refusal: tooMany(500, 'fields'),
    },
    {
      label: 'two to the power of forty that nobody uses',
      query: `{ a } ${bomb} fragment F40 on T { a }`,
      refusal: tooMany(500, 'fields'),
    },
    { label: 'a line of 49 fragments', query: line(49), refusal: null },
    { label: 'a line of 50 fragments', query: line(50), refusal: tooMany(50, 'definitions') },
    {
      label: 'more fields than may be, in fragments that nobody uses',
      query: `{ a } fragment F on T { ${times(500, (at) => `f${at}`)} }`,
      refusal: tooMany(500, 'fields'),
    },
    {
      label: '51 variables',
      query: `query (${times(51, (at) => `$v${at}: Int`)}) { a }`,
      refusal: tooMany(50, 'variables'),
    },
    { label: '100 brackets in one another', query: `{ f(a: ${lists(98)}) }`, refusal: null },
    {
      label: '101 brackets in one another',
      query: `{ f(a: ${lists(99)}) }`,
      refusal: tooMany(100, 'nested brackets'),
    },
    {
      label: 'a million brackets',
      query: '['.repeat(1_000_000),
      refusal: tooMany(100, 'nested brackets'),
    },
    {
      label: 'many brackets side by side',
      query: `{ ${times(1_000, (at) => `f${at}(a: [])`)} }`,
      refusal: tooMany(2_500, 'tokens'),
    },
  ])('$label', ({ query, refusal }) => {
    const begun = performance.now();
    const found = refusalOf(query, standard);

    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(found).toBe(refusal);
  });
});

describe('what is let through', () => {
  test.each([
    { label: 'what does not parse, for GraphQL to answer', query: '{ a' },
    { label: 'nothing', query: '' },
    {
      label: 'the same mutation field in two operations',
      query: 'mutation A { reset } mutation B { reset }',
    },
    { label: 'two different mutation fields', query: 'mutation { resetOath resetPush }' },
    { label: 'introspection, deep as it is', query: `{ __schema ${nested(9)} }` },
    { label: 'a user below the root', query: '{ a { user user user } }' },
  ])('$label', ({ query }) => {
    expect(refusalOf(query)).toBeNull();
  });
});

test('a subscription is no operation here', () => {
  expect(failureFor('subscription { a }')).toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

test('every operation of a document is measured', () => {
  expect(refusalOf(`query A { a } query B ${nested(5)}`)).toBe(tooMany(4, 'levels'));
});

test('a refusal tells its limit to the client', () => {
  expect(failureFor(nested(5))).toMatchObject({
    code: 'OPERATION_TOO_LARGE',
    facts: { limit: 4 },
  });
});
