/** The characters that directories drop and fold before they compare names (RFC 4518). */
import { describe, expect, test } from '@jest/globals';
import { prepared } from '../../../src/domain/values/prepared.ts';
import { isSearchText } from '../../../src/domain/people/search.ts';
import { createUserIdRule, isFolded } from '../../../src/domain/people/user-id.ts';

/** The tables of RFC 4518 §2.2. */
const mappedToNothing =
  '0000-0008 000E-001F 007F-0084 0086-009F 00AD 034F 06DD 070F 1806 180B-180E 200B-200F 202A-202E 2060-2063 206A-206F FE00-FE0F FEFF FFF9-FFFC 1D173-1D17A E0001 E0020-E007F';
const mappedToSpace = '0009-000D 0085 0020 00A0 1680 2000-200A 2028-2029 202F 205F 3000';

function charactersOf(table: string): string[] {
  return table.split(' ').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map((code) => parseInt(code, 16));
    return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
  });
}

const everyCharacter = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((one) => !/[\p{Unassigned}\p{Private_Use}]/u.test(one));

/** Returns the code points of a list that do not satisfy a condition. */
function without(characters: readonly string[], holds: (character: string) => boolean): string[] {
  return characters
    .filter((one) => !holds(one))
    .map((one) => one.codePointAt(0)?.toString(16) ?? '');
}

test('dropped characters are removed in every position', () => {
  const characters = charactersOf(mappedToNothing);

  expect(characters).toHaveLength(214);
  expect(without(characters, (one) => prepared(`${one}de${one}sk${one}`) === 'desk')).toEqual([]);
});

test('every character of the space table becomes a space', () => {
  const characters = charactersOf(mappedToSpace);

  expect(without(characters, (one) => prepared(`${one}a${one}${one}b${one}`) === 'a b')).toEqual(
    [],
  );
});

test('spellings that Unicode folds are equal', () => {
  const isFoldedAlike = (one: string): boolean =>
    [one.toUpperCase(), one.toLowerCase(), one.normalize('NFKC'), one.normalize('NFD')].every(
      (other) => prepared(`x${one}y`) === prepared(`x${other}y`),
    );

  expect(without(everyCharacter, isFoldedAlike)).toEqual([]);
  expect(prepared('STRAẞE')).toBe('strasse');
  expect(prepared('strasse')).toBe(prepared('Straße'));
});

test('letters that Unicode matches regardless of case are equal (CaseFolding.txt, C and S)', () => {
  const cased = everyCharacter.filter((one) =>
    /[\p{Changes_When_Casefolded}\p{Changes_When_Casemapped}]/u.test(one),
  );
  const all = cased.join('');
  const pairs = cased.flatMap((one) =>
    [...all.matchAll(new RegExp(one, 'giu'))].map(([other]) => [one, other]),
  );

  expect(pairs.length).toBeGreaterThan(2 * 2_500);
  expect(pairs.filter(([one, other]) => prepared(`x${one}y`) !== prepared(`x${other}y`))).toEqual(
    [],
  );
});

test('every ignorable code point is dropped', () => {
  const ignorable = everyCharacter.filter((one) => /\p{Default_Ignorable_Code_Point}/u.test(one));

  expect(ignorable.length).toBeGreaterThan(400);
  expect(without(ignorable, (one) => prepared(`de${one}sk`) === 'desk')).toEqual([]);
});

test('a final sigma is a sigma', () => {
  const spellings = ['ΣΊΣΥΦΟΣ', 'σίσυφος', 'σίσυφοσ', 'ςίςυφος'];

  expect(spellings.map(prepared)).toEqual(spellings.map(() => 'σίσυφοσ'));
  expect(spellings.map(isFolded)).toEqual([false, false, true, false]);
});

test('a prepared text stays as it is', () => {
  expect(without(everyCharacter, (one) => prepared(prepared(one)) === prepared(one))).toEqual([]);
});

test.each([
  ['bob', 'bob2'],
  ['bob', '\u0431ob'],
  ['müller', 'muller'],
  ['a-b', 'ab'],
  ['a b', 'ab'],
])('%p and %p stay different', (one, other) => {
  expect(prepared(one)).not.toBe(prepared(other));
});

describe('a dropped character', () => {
  const dropped = charactersOf(mappedToNothing);
  const rule = createUserIdRule('openam');

  test('does not count for the minimum length of a search', () => {
    expect(without(dropped, (one) => !isSearchText(`s${one}${one}`))).toEqual([]);
    expect(without(dropped, (one) => !isSearchText(`smi${one}`))).toEqual([]);
  });

  test('alone is not a valid name', () => {
    expect(without(dropped, (one) => !rule.accepts(`${one}${one}`))).toEqual([]);
  });

  test('makes a name differ from AM’s own spelling', () => {
    expect(without(dropped, (one) => !isFolded(`de${one}sk`))).toEqual([]);
    expect([isFolded('desk'), isFolded('weiß'), isFolded('ｄesk'), isFolded('Desk')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
