import type { Person } from './person.ts';

/**
 * Characters that no search text may contain: those with a meaning in an LDAP filter, and those that a
 * directory maps to nothing (RFC 4518 §2.2), with which a short text would pass for a longer one (C16, F6).
 */
const forbidden =
  /[*()\\"\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|\s\s/u;

/** Whether a text is valid for a search: 3 to 100 characters, none of which a directory ignores. */
export function isSearchText(text: string): boolean {
  const { length } = Array.from(text.normalize('NFKC').trim());
  return length >= 3 && length <= 100 && !forbidden.test(text);
}

/** The sort key of a search result: exact matches first, then by user name. */
export interface SortKey {
  readonly rank: number;
  readonly username: string;
}

/** Returns the sort key of a person in the results of a search. */
export function sortKeyOf({ username, email }: Person, text: string): SortKey {
  const wanted = text.toLowerCase();
  const isExact = username.toLowerCase() === wanted || email?.toLowerCase() === wanted;
  return { rank: isExact ? 0 : 1, username };
}

/** Compares two sort keys, as `Array.prototype.sort` expects. */
export function compareSortKeys(one: SortKey, other: SortKey): number {
  if (one.rank !== other.rank) return one.rank - other.rank;
  if (one.username === other.username) return 0;
  return one.username < other.username ? -1 : 1;
}

/** Removes duplicates from the found people and sorts them. */
export function rankFound(found: readonly Person[], text: string): readonly Person[] {
  const once = [...new Map(found.map((person) => [person.id, person])).values()];
  return once.toSorted((one, other) =>
    compareSortKeys(sortKeyOf(one, text), sortKeyOf(other, text)),
  );
}
