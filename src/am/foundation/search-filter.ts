import type { Flavor } from '../../domain/people/flavor.ts';
import { spellingsOf } from '../../domain/people/spellings.ts';
import { compactText, wordsOf } from '../../domain/people/search.ts';

/** A text that is looked for, among people with one of some values of attributes. */
export interface SearchedText {
  readonly text: string;
  readonly within?: readonly Readonly<Record<'name' | 'value', string>>[];
}

/** The fields of a directory in which people are looked for. */
interface SearchFields {
  readonly flavor: Flavor;
  readonly userName: string;
  /** Telephone and personnel numbers and the like: found as a whole. */
  readonly exact: readonly string[];
}

/** The most bytes of the spellings of one word: servers refuse an address of more than 8 kB. */
const mostBytes = 1_000;

/** The most words after the first that are looked for as the beginning of the other name. */
const mostOthers = 3;

/**
 * A CREST filter for people whose user name, mail address or name begins with a text, or who have
 * it as a whole attribute. Names are also found by the family name first, and without their
 * accents. Of a name of several words only the beginning is looked for; `isMatch` compares the
 * rest. With `within` they also have one of these values.
 */
export function searchFilter(
  { text, within = [] }: SearchedText,
  { userName, exact, flavor }: SearchFields,
): string {
  const numbers = [...new Set([text, compactText(text)])];
  const found = [
    ...[userName, 'mail', 'cn'].map((field) => comparison(field, 'sw', text)),
    ...namesIn(text),
    ...exact.flatMap((field) => numbers.map((value) => comparison(field, 'eq', value))),
  ].join(' or ');
  if (within.length === 0) return found;
  const values = within.flatMap(({ name, value }) => {
    const field = searchName(flavor, name);
    return field === null ? [] : [comparison(field, 'eq', value)];
  });
  return `(${found}) and (${values.join(' or ')})`;
}

/** One word begins the given or the family name. Of several, the first begins one of the two. */
function namesIn(text: string): string[] {
  const [first = '', ...rest] = wordsOf(text);
  const others = rest.slice(0, mostOthers);
  const [given, family] = ['givenName', 'sn'].map((field) => ({
    first: spelled(field, [first], mostBytes),
    others: spelled(field, others, mostBytes),
  }));
  if (given === undefined || family === undefined) return [];
  if (rest.length === 0) return [...given.first, ...family.first];
  if (!areSelective(first, rest.join(' '))) return [];
  return [
    [given.first, family.others],
    [family.first, given.others],
  ].flatMap(([one = [], other = []]) =>
    one.length === 0 || other.length === 0
      ? []
      : [`((${one.join(' or ')}) and (${other.join(' or ')}))`],
  );
}

/** Two initials would find a large part of a directory. */
function areSelective(...names: readonly [string, string]): boolean {
  const lengths = names.map((name) => Array.from(name).length);
  return Math.max(...lengths) >= 3 || Math.min(...lengths) >= 2;
}

/** Comparisons of a field with the spellings of words, as many as have room; likely ones first. */
function spelled(field: string, words: readonly string[], bytes: number): string[] {
  return words.flatMap((word) => {
    let left = bytes / words.length;
    const comparisons = spellingsOf(word).map((spelling) => comparison(field, 'sw', spelling));
    return comparisons.filter((one) => (left -= encodeURIComponent(one).length) >= 0);
  });
}

/** The name at IDM of AM's attribute with the organizations of a user and those above them. */
const organizations = { atAm: 'fr-idm-managed-user-memberoforgid', atIdm: 'memberOfOrgIDs' };

/** What a search calls an attribute of AM; null if it cannot compare it. */
export function searchName(flavor: Flavor, attribute: string): string | null {
  return flavor === 'aic' ? nameAtIdm(attribute) : attribute;
}

function nameAtIdm(attribute: string): string | null {
  const name = attribute.toLowerCase();
  if (name === organizations.atAm) return organizations.atIdm;
  const indexed = /^fr-attr-istr([1-9]|1\d|20)$/.exec(name)?.[1];
  return indexed === undefined ? null : `frIndexedString${indexed}`;
}

function comparison(field: string, operator: 'sw' | 'eq', text: string): string {
  return `${field} ${operator} ${filterLiteral(text)}`;
}

/** A filter for one of some values of a field. */
export function anyOf(field: string, values: readonly string[]): string {
  return values.map((value) => comparison(field, 'eq', value)).join(' or ');
}

/** A text in a CREST filter. Escapes quotes and backslashes to keep it in its literal (C16). */
export function filterLiteral(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
