import type { Person } from './person.ts';
import { hasDropped, prepared } from '../values/prepared.ts';
import { withDigraphs, withoutAccents } from './spellings.ts';

/** Characters that have a meaning in an LDAP filter, or are invisible (C16). */
const forbidden = /[*()\\"\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|\s\s/u;

/**
 * Whether a text is valid for a search: 3 to 100 characters that the directory compares (F6). Texts
 * with dropped characters are invalid, because they are shorter than they look.
 */
export function isSearchText(text: string): boolean {
  const lengths = [text.normalize('NFKC').trim(), prepared(text)].map(
    (one) => Array.from(one).length,
  );
  const isLong = lengths.every((length) => length >= 3 && length <= 100);
  return isLong && !forbidden.test(text) && !hasDropped(text);
}

/** The sort key of a search result: exact matches first, then by user name. */
export interface SortKey {
  readonly rank: number;
  readonly username: string;
}

/** A person that a search found. */
export interface FoundPerson extends Person {
  /** Whether one of the configured attributes is the text. */
  readonly isFoundByAttribute: boolean;
}

/** Returns a number without the marks and spaces that people write into it. */
export function compactText(text: string): string {
  return text.replaceAll(/[\s./-]/gu, '').toLowerCase();
}

/** The words of a name, as it is typed: `García, José` has two. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/u).filter((word) => word !== '');
}

/**
 * Whether a person's user name, mail address or name begins with a text. AM compares only the
 * beginning of a name of several words.
 */
export function isMatch(person: Omit<FoundPerson, 'id' | 'realm'>, text: string): boolean {
  const { givenName, familyName } = person;
  const starts = (have: string, wanted: string): boolean => have.startsWith(wanted);
  return isFound(person, text, starts) || isNamed([givenName, familyName], text, starts);
}

/** Whether a text is all of a person's user name, mail address, name or number. */
export function isExactMatch(person: FoundPerson, text: string): boolean {
  return isFound(person, text, (have, wanted) => have === wanted);
}

function isFound(
  person: Omit<FoundPerson, 'id' | 'realm'>,
  text: string,
  compare: (have: string, wanted: string) => boolean,
): boolean {
  const { username, email, displayName, givenName, familyName, isFoundByAttribute } = person;
  const isWhole = [username, email].some(
    (one) => one !== null && compare(prepared(one), prepared(text)),
  );
  const words = wordsOf(text);
  const isDivided = words.slice(1).some((_word, index) => {
    const [one, other] = [words.slice(0, index + 1), words.slice(index + 1)].map((part) =>
      part.join(' '),
    );
    const are = (first = '', second = ''): boolean =>
      isNamed([givenName], first, compare) && isNamed([familyName], second, compare);
    return are(one, other) || are(other, one);
  });
  return isFoundByAttribute || isWhole || isDivided || isNamed([displayName], text, compare);
}

/** Compares names without accents, and with two letters in place of one. */
function isNamed(
  names: readonly (string | null)[],
  text: string,
  compare: (have: string, wanted: string) => boolean,
): boolean {
  const known = names.filter((name) => name !== null);
  const forms = known.flatMap((name) => [name, withDigraphs(prepared(name))]);
  return forms.some((form) => compare(plainName(form), plainName(text)));
}

/** A name without accents and commas: `García, José` is `garcia jose`. */
function plainName(name: string): string {
  return wordsOf(withoutAccents(prepared(name))).join(' ');
}

/** Returns the sort key of a person in the results of a search. */
export function sortKeyOf(person: FoundPerson, text: string): SortKey {
  return { rank: isExactMatch(person, text) ? 0 : 1, username: person.username };
}

/** Compares two sort keys, as `Array.prototype.sort` expects. */
export function compareSortKeys(one: SortKey, other: SortKey): number {
  if (one.rank !== other.rank) return one.rank - other.rank;
  if (one.username === other.username) return 0;
  return one.username < other.username ? -1 : 1;
}

/** Removes duplicates and people that the text does not mean, and sorts the others. */
export function rankFound(found: readonly FoundPerson[], text: string): readonly FoundPerson[] {
  const meant = found.filter((person) => isMatch(person, text));
  const once = [...new Map(meant.map((person) => [person.id, person])).values()];
  return once.toSorted((one, other) =>
    compareSortKeys(sortKeyOf(one, text), sortKeyOf(other, text)),
  );
}
