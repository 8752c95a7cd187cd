/** Valid names of devices, people and realms, and valid search texts. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeSegment } from '../../../src/am/http/paths.ts';
import { isDeviceId } from '../../../src/domain/devices/device-id.ts';
import { unreadPerson, type Person } from '../../../src/domain/people/person.ts';
import { isSearchText, rankFound, type FoundPerson } from '../../../src/domain/people/search.ts';
import { createUserIdRule, isSameSpelling } from '../../../src/domain/people/user-id.ts';
import { alpha } from './access-settings.ts';

test('a valid device id is one path segment and decodes to the same text', () => {
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

describe('a user id', () => {
  describe.each(['pingam', 'openam'] as const)('on %s', (flavor) => {
    const rule = createUserIdRule(flavor);

    const valid =
      "alice|Alice|alice smith|alice.smith@example.com|o'brien|a-b_c+d~e!$:|müller|李雷|𠮷野|...|0";
    test.each([...valid.split('|'), 'a'.repeat(254), 'a'.repeat(255)])('%p is accepted', (id) => {
      expect(rule.accepts(id)).toBe(true);
    });

    test.each(
      [
        '|.|..|．．|a/b|a／b|a\\b|%2e', // nothing, another segment, in full width, too
        'a;b|a?b|a#b|a&b|*|b*|bob)(uid=x|id=bob,ou=user|id＝bob|<b>|{id}', // URLs, filters, markup
        ' bob|bob |a  b|a\u00a0b|a\tb|a\nb|a\0b', // blanks and control characters
        'b\u00adob|b\u200dob|b\u202eob|\ufeffbob|b\ue000b|a\ud800', // invisible characters
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

    test('forbidden characters stay forbidden', () => {
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

describe('a search', () => {
  const rule = createUserIdRule('pingam');

  function person(username: string, email: string | null = null, id = username): FoundPerson {
    if (!rule.accepts(id)) throw new Error(`${id} is no user id`);
    return { ...unreadPerson({ id, realm: alpha }), username, email, isFoundByAttribute: false };
  }

  function namesOf(found: readonly Person[]): string[] {
    return found.map(({ username }) => username);
  }

  describe('a search text', () => {
    const good = "bob|o’brien|o'brien|bob@example.com|b b|é名前";
    test.each([...good.split('|'), 'x'.repeat(100)])('%p is valid', (text) => {
      expect(isSearchText(text)).toBe(true);
    });

    const bad = '|bo|bo*|***|a(b|a)b|a\\b|a"b|a\0b|a\nb|a\u2028b|a\u00ADb|a\u202Eb|ab\uD800';
    test.each([...bad.split('|'), 'x'.repeat(101)])('%j is invalid', (text) => {
      expect(isSearchText(text)).toBe(false);
    });
  });

  describe('found people', () => {
    test('begin with the exact name or address, then go by name', () => {
      const found = [person('bobby'), person('carol', 'BOB'), person('bob2'), person('Bob')];

      expect(namesOf(rankFound(found, 'bob'))).toEqual(['Bob', 'carol', 'bob2', 'bobby']);
    });

    test('appear once each, by AM’s own name', () => {
      const found = [person('bob'), person('bob', 'bob@x'), person('bob', null, 'bob-the-other')];

      expect(rankFound(found, 'bob').map(({ id }) => id)).toEqual(['bob', 'bob-the-other']);
    });

    test('leave out people that AM found by a part of the text only', () => {
      const named = { ...person('p1'), givenName: 'Jose', familyName: 'Garcia Lopez' };

      expect(namesOf(rankFound([named, person('carol')], 'jose garcia nunez'))).toEqual([]);
      expect(namesOf(rankFound([named, person('carol')], 'jose garcia'))).toEqual(['p1']);
    });
  });
});
