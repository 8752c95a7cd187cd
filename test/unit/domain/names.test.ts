/** Which texts may name a device, a person or a realm, and what may be searched for. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeSegment } from '../../../src/am/paths.ts';
import { isDeviceId } from '../../../src/domain/device-id.ts';
import type { Person } from '../../../src/domain/person.ts';
import { createRealms } from '../../../src/domain/realm.ts';
import { isSearchText, rankFound } from '../../../src/domain/search.ts';
import { createUserIdRule, isSameSpelling } from '../../../src/domain/user-id.ts';
import { alpha } from './access-settings.ts';

describe('a device id', () => {
  const good = 'c8a0d5f2-1111-4222-8333-444455556666|Zm9v+bar_baz-qux==|urn:device:1|a.b~c@d|...';
  test.each([...good.split('|'), 'a'.repeat(512)])('%p is one', (id) => {
    expect(isDeviceId(id)).toBe(true);
  });

  const bad = '|.|..|a/b|a\\b|a?b|a#b|a%2Fb|a&b|a;b|a*b|a b|a\n|a\0b|é|／|../x';
  test.each([...bad.split('|'), 'a'.repeat(513)])('%j is none', (id) => {
    expect(isDeviceId(id)).toBe(false);
  });

  test('an accepted one is one segment and comes back as it was', () => {
    const marks = fc.constantFrom(...Array.from('./\\%?#&;*aZ09_-:+=@~ '));
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.array(marks, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    let accepted = 0;

    fc.assert(
      fc.property(texts, (id) => {
        if (!isDeviceId(id)) return true;
        accepted += 1;
        const url = new URL(`/devices/${encodeSegment(id)}`, 'http://am.example.com');
        const [, , segment = '', ...more] = url.pathname.split('/');
        return more.length === 0 && decodeURIComponent(segment) === id;
      }),
      { numRuns: 10_000 },
    );

    expect(accepted).toBeGreaterThan(500);
  });
});

describe('a user id', () => {
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
});

describe('a realm', () => {
  const emea = { name: 'emea', path: '/customers/emea' };
  const realms = createRealms([alpha, emea], emea);

  test.each([
    ['alpha', alpha],
    ['emea', emea],
    ['/alpha', undefined],
    ['ALPHA', undefined],
    ['', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('by the name %p', (name, realm) => {
    expect(realms.byName(name)).toBe(realm);
  });

  test.each([
    ['/alpha', alpha],
    ['/customers/emea', emea],
    ['/customers', undefined],
    ['/emea', undefined],
    ['/', undefined],
    ['alpha', undefined],
  ])('by the path %p', (path, realm) => {
    expect(realms.byPath(path)).toBe(realm);
  });

  test('the default one is the one that was named', () => {
    expect(realms.default).toBe(emea);
  });
});

describe('a search', () => {
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
});
