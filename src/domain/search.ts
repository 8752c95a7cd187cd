import type { Person } from './person.ts';
import { hasDropped, prepared } from './prepared.ts';

/** Characters that no search text may contain: those with a meaning in an LDAP filter, and invisible ones (C16). */
const forbidden = /[*()\\"\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|\s\s/u;

/**
 * Whether a text is valid for a search: 3 to 100 characters that the directory compares. What it drops does not count,
 * and is refused, because a short text would pass for a longer one (F6).
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
