import type { Person } from './person.ts';

/**
 * What no search may hold: marks that mean something in a filter of a directory, and characters that a
 * directory maps to nothing (RFC 4518 §2.2), which would make a longer text of a short one (C16, F6).
 */
const forbidden =
  /[*()\\"\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|\s\s/u;

/** Whether people can be searched for by a text: 3 to 100 characters that a directory sees, too. */
export function isSearchText(text: string): boolean {
  const { length } = Array.from(text.normalize('NFKC').trim());
  return length >= 3 && length <= 100 && !forbidden.test(text);
}

/** Where a person stands among the found: the exact name first, then by name. */
export interface Place {
  readonly rank: number;
  readonly username: string;
}

/** The place of a person in the results of a search. */
export function placeOf({ username, email }: Person, text: string): Place {
  const wanted = text.toLowerCase();
  const isExact = username.toLowerCase() === wanted || email?.toLowerCase() === wanted;
  return { rank: isExact ? 0 : 1, username };
}

/** Below zero where one stands before the other. */
export function comparePlaces(one: Place, other: Place): number {
  if (one.rank !== other.rank) return one.rank - other.rank;
  if (one.username === other.username) return 0;
  return one.username < other.username ? -1 : 1;
}

/** The found people in their order, each once. */
export function rankFound(found: readonly Person[], text: string): readonly Person[] {
  const once = [...new Map(found.map((person) => [person.id, person])).values()];
  return once.toSorted((one, other) => comparePlaces(placeOf(one, text), placeOf(other, text)));
}
