/** What may stand for a person in one path segment (contract §3.2, U14, U22, U24). */
import { describe, expect, test } from '@jest/globals';
import { createUserIdRule, isSameSpelling } from '../../../src/domain/user-id.ts';

describe.each(['pingam', 'openam'] as const)('on %s', (flavor) => {
  const rule = createUserIdRule(flavor);

  const taken =
    "alice|Alice|alice smith|alice.smith@example.com|o'brien|a-b_c+d~e!$:|müller|李雷|𠮷野|...|0";
  test.each([...taken.split('|'), 'a'.repeat(254), 'a'.repeat(255)])('%p is taken', (id) => {
    expect(rule.accepts(id)).toBe(true);
  });

  test.each(
    [
      '|.|..|．．|a/b|a／b|a\\b|%2e', // nothing, another segment, in full width, too
      'a;b|a?b|a#b|a&b|*|b*|bob)(uid=x|id=bob,ou=user|id＝bob|<b>|{id}', // URLs, filters, markup
      ' bob|bob |a  b|a\u00a0b|a\tb|a\nb|a\0b', // blanks and control characters
      'b\u00adob|b\u200dob|b\u202eob|\ufeffbob|b\ue000b|a\ud800', // what is not seen
      'a'.repeat(256),
    ].flatMap((ids) => ids.split('|')),
  )('%j is refused', (id) => {
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
