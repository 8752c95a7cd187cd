import { Failure } from '../../domain/values/failure.ts';
import { personRefusals } from '../refusal.ts';

/** Some rows of a list in its order, and where it continues after them; null at its end. */
export interface Stretch<R> {
  readonly rows: readonly R[];
  readonly next: string | null;
}

/** A page of the rows that a caller may see. */
export interface FilledPage<Shown> {
  readonly shown: readonly Shown[];
  readonly hasMore: boolean;
  /** Where the next page starts after; null for the last row shown, and at the end of the list. */
  readonly end: string | null;
}

/** Which page to fill. */
export interface PageWanted {
  readonly first: number;
  readonly after: string | null;
}

/** A row, and where the list continues after it. */
interface Row {
  readonly cursor: string;
}

interface Filling<R extends Row, Shown> {
  /** Who or what a row is about, which is decided once; null if that costs no call to AM. */
  readonly about: ((row: R) => string) | null;
  readonly read: (after: string | null) => Promise<Stretch<R>>;
  /** What the caller sees of a row; null if they may not see it. A refusal hides it, too. */
  readonly show: (row: R) => Promise<Shown | null>;
}

/** Refusals that say that a row could not be decided about. */
const undecided: ReadonlySet<string> = new Set(['AREA_UNKNOWN', 'PRIVILEGE_UNKNOWN']);

/** The most stretches that are read for one page. */
export const mostReads = 5;

/** The most people that one page decides about, beside two for each of its rows. */
const mostBeside = 10;

/** The most calls to AM for one page whose rows are about people. */
export const decisions = { calls: mostBeside, callsPerItem: 2 } as const;

/**
 * Fills a page of a list from which a caller may not see every row. Rows that are left out are
 * replaced by later ones, so that the size of a page does not reveal them. A page that is not full
 * after the most reads or decisions says where the list continues. Rows are decided about only as
 * far as the page needs them.
 * @throws Failure AREA_UNKNOWN or PRIVILEGE_UNKNOWN if a list would look empty only because its
 *   rows could not be decided about
 */
export async function fillPage<R extends Row, Shown>(
  { first, after }: PageWanted,
  { about, read, show }: Filling<R, Shown>,
): Promise<FilledPage<Shown>> {
  const shown: Shown[] = [];
  const decided = new Set<string>();
  const mostDecided = decisions.callsPerItem * first + decisions.calls;
  let gap: Failure | undefined;
  const shownOrHidden = async (row: R): Promise<Shown | null> => {
    try {
      return await show(row);
    } catch (error) {
      if (!(error instanceof Failure) || !personRefusals.has(error.code)) throw error;
      if (undecided.has(error.code)) gap ??= error;
      return null;
    }
  };
  /** As many rows as the page still needs and may be decided about. */
  const nextOf = (rows: readonly R[]): readonly R[] => {
    const some = rows.slice(0, first + 1 - shown.length);
    const end = some.findIndex((row) => {
      const key = about?.(row);
      if (key !== undefined && decided.size === mostDecided && !decided.has(key)) return true;
      if (key !== undefined) decided.add(key);
      return false;
    });
    return end === -1 ? some : some.slice(0, end);
  };
  let next: string | null = after;
  for (let reads = 0; reads < mostReads; reads += 1) {
    const { rows, next: following }: Stretch<R> = await read(next);
    for (let from = 0; from < rows.length;) {
      const some = nextOf(rows.slice(from));
      shown.push(...(await Promise.all(some.map(shownOrHidden))).filter((one) => one !== null));
      from += some.length;
      if (shown.length > first) return { shown: shown.slice(0, first), hasMore: true, end: null };
      if (some.length === 0) return page(rows[from - 1]?.cursor ?? next);
    }
    next = following;
    if (next === null) break;
  }
  return page(next);

  function page(end: string | null): FilledPage<Shown> {
    if (shown.length === 0 && after === null && gap !== undefined) throw gap;
    return { shown, hasMore: end !== null, end };
  }
}
