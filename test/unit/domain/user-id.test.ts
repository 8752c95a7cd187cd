/** What may stand for a person in one path segment (contract §3.2, U14, U22, U24). */
import { describe, expect, test } from '@jest/globals';
import { createUserIdRule, isSameSpelling } from '../../../src/domain/user-id.ts';

const named = createUserIdRule('pingam');

describe.each(['pingam', 'openam'] as const)('on %s', (flavor) => {
  const rule = createUserIdRule(flavor);

  test.each([
    'alice',
    'Alice',
    'alice smith',
    'alice.smith@example.com',
    "o'brien",
    'a-b_c+d~e!$:',
    'müller',
    '李雷',
    '𠮷野',
    'a'.repeat(255),
    '...',
    '0',
  ])('%p is taken', (id) => {
    expect(rule.accepts(id)).toBe(true);
  });

  test.each([
    { label: 'nothing', id: '' },
    { label: '256 characters', id: 'a'.repeat(256) },
    { label: 'a dot', id: '.' },
    { label: 'two dots', id: '..' },
    { label: 'full-width dots', id: '．．' },
    { label: 'a slash', id: 'a/b' },
    { label: 'a full-width slash', id: 'a／b' },
    { label: 'a backslash', id: 'a\\b' },
    { label: 'a percent sign', id: '%2e' },
    { label: 'a path parameter', id: 'a;b' },
    { label: 'a query', id: 'a?b' },
    { label: 'a fragment', id: 'a#b' },
    { label: 'an ampersand', id: 'a&b' },
    { label: 'every person', id: '*' },
    { label: 'many people', id: 'b*' },
    { label: 'a filter', id: 'bob)(uid=x' },
    { label: 'a universal id', id: 'id=bob,ou=user' },
    { label: 'a full-width universal id', id: 'id＝bob' },
    { label: 'a blank at the start', id: ' bob' },
    { label: 'a blank at the end', id: 'bob ' },
    { label: 'two blanks', id: 'a  b' },
    { label: 'a no-break space', id: 'a\u00a0b' },
    { label: 'a tab', id: 'a\tb' },
    { label: 'a line break', id: 'a\nb' },
    { label: 'a zero byte', id: 'a\0b' },
    { label: 'a soft hyphen', id: 'b\u00adob' },
    { label: 'a zero-width joiner', id: 'b\u200dob' },
    { label: 'a right-to-left mark', id: 'b\u202eob' },
    { label: 'a byte order mark', id: '\ufeffbob' },
    { label: 'a private character', id: 'b\ue000b' },
    { label: 'half of a surrogate pair', id: 'a\ud800' },
    { label: 'markup', id: '<b>' },
    { label: 'a template', id: '{id}' },
  ])('$label is refused', ({ id }) => {
    expect(rule.accepts(id)).toBe(false);
  });
});

describe('with a pattern of the deployment', () => {
  const rule = createUserIdRule('pingam', /^(?:u\d+)$/u);

  test.each([
    ['u1', true],
    ['alice', false],
    ['u1\n', false],
  ])('%p: %p', (id, taken) => {
    expect(rule.accepts(id)).toBe(taken);
  });

  test('what is always refused stays refused', () => {
    expect(createUserIdRule('pingam', /^.*$/u).accepts('*')).toBe(false);
  });
});

describe('on aic', () => {
  const rule = createUserIdRule('aic', /^never$/u);

  test.each([
    ['a11ce000-0000-4000-8000-000000000001', true],
    ['A11CE000-0000-4000-8000-000000000001', false],
    ['a11ce000-0000-4000-8000-00000000000', false],
    ['a11ce000-0000-4000-8000-000000000001\n', false],
    ['alice', false],
    ['', false],
  ])('%p: %p', (id, taken) => {
    expect(rule.accepts(id)).toBe(taken);
  });
});

test.each([
  ['bob', 'BOB', true],
  ['bob', ' bob ', true],
  ['bob', 'ｂｏｂ', true],
  ['bob', 'bobby', false],
  ['', '', true],
])('%p and %p are one spelling: %p', (one, other, same) => {
  expect(isSameSpelling(one, other)).toBe(same);
  expect(isSameSpelling(other, one)).toBe(same);
});

test('a taken name stays within the limit of the store', () => {
  expect([254, 255, 256].map((length) => named.accepts('x'.repeat(length)))).toEqual([
    true,
    true,
    false,
  ]);
});
