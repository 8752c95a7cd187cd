/** What people can be searched for, and the one order of the results (security C16, F6). */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Person } from '../../../src/domain/person.ts';
import { isSearchText, rankFound } from '../../../src/domain/search.ts';
import { createUserIdRule } from '../../../src/domain/user-id.ts';
import { alpha } from './access-settings.ts';

const rule = createUserIdRule('pingam');

function person(username: string, email: string | null = null, id = username): Person {
  if (!rule.accepts(id)) throw new Error(`${id} is no user id`);
  return {
    id,
    realm: alpha,
    username,
    displayName: null,
    givenName: null,
    familyName: null,
    email,
    status: 'ACTIVE',
    oathSkip: 'NOT_SET',
    entry: null,
  };
}

function namesOf(found: readonly Person[]): string[] {
  return found.map(({ username }) => username);
}

describe('a search text', () => {
  const good = "bob|o’brien|o'brien|bob@example.com|b b|é名前";
  test.each([...good.split('|'), 'x'.repeat(100)])('%p is one', (text) => {
    expect(isSearchText(text)).toBe(true);
  });

  const bad = '|bo|bo*|***|a(b|a)b|a\\b|a"b|a\0b|a\nb|a\u2028b|a\u00ADb|a\u202Eb|ab\uD800';
  test.each([...bad.split('|'), 'x'.repeat(101)])('%j is none', (text) => {
    expect(isSearchText(text)).toBe(false);
  });

  test('holds no mark that a filter reads', () => {
    const property = fc.property(
      fc.string({ unit: 'binary', minLength: 3, maxLength: 20 }),
      (text) => !isSearchText(text) || (!/[*()\\"\0\n\r]/.test(text) && text.isWellFormed()),
    );

    expect(() => fc.assert(property, { numRuns: 10_000 })).not.toThrow();
  });
});

describe('found people', () => {
  test('begin with the exact name or address, then go by name', () => {
    const found = [person('bobby'), person('carol', 'BOB'), person('bob2'), person('Bob')];

    expect(namesOf(rankFound(found, 'bob'))).toEqual(['Bob', 'carol', 'bob2', 'bobby']);
  });

  test('come once each, by AM’s own name', () => {
    const found = [person('bob'), person('bob', 'bob@x'), person('bob', null, 'bob-the-other')];

    expect(
      rankFound(found, 'bob')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['bob', 'bob-the-other']);
  });

  test('are in the same order whatever order AM tells them in', () => {
    const ranked = ['bob', 'BOB2', 'bob1', 'bob@x', 'bobby', 'carol'];

    fc.assert(
      fc.property(fc.shuffledSubarray(ranked, { minLength: ranked.length }), (shuffled) => {
        const found = shuffled.map((name) => person(name));
        expect(namesOf(rankFound(found, 'bob'))).toEqual(ranked);
      }),
    );
  });

  test('may be nobody', () => {
    expect(rankFound([], 'bob')).toEqual([]);
  });
});
