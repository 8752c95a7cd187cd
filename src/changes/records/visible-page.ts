import { unlessRefused } from '../../access/refusal.ts';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { HistoryPage, HistoryQuery } from '../../domain/ledger-ports/ledger-history.ts';
import type { Role } from '../../domain/people/caller.ts';
import type { Asking } from '../request/acting.ts';
import { seenBy } from './see-record.ts';

/** A page of changes, and the role by which the caller sees each of them. */
export interface SeenPage {
  readonly page: HistoryPage;
  readonly roleFor: (change: RecordedChange) => Role;
}

/** The part of a query that says which page to read. */
type PageOfQuery = Pick<HistoryQuery, 'first' | 'after'>;

/** The maximum number of ledger pages from which one page is filled. */
const maxPages = 5;

/**
 * Reads a page of changes for a role that does not see all history. Each person on it is decided
 * about as in a request for that person, so that no path to a change reveals more than another
 * (security A6). Changes that are left out are replaced by later ones, so that the size of a page
 * does not reveal them.
 */
export async function visiblePage(
  asking: Asking,
  query: PageOfQuery,
  read: (page: PageOfQuery) => Promise<HistoryPage>,
): Promise<SeenPage> {
  const roleFor = visibility(asking);
  const visible: HistoryPage['changes'][number][] = [];
  const roles = new Map<string, Role>();
  let next: PageOfQuery | null = query;
  const unreadable: string[] = [];
  for (
    let pages = 0;
    next !== null && pages < maxPages && visible.length <= query.first;
    pages += 1
  ) {
    const { changes, hasMore, end, ...page }: HistoryPage = await read(next);
    unreadable.push(...page.unreadable);
    const found = await Promise.all(changes.map(roleFor));
    for (const [index, change] of changes.entries()) {
      const role = found[index] ?? null;
      if (role === null) continue;
      visible.push(change);
      roles.set(change.id, role);
    }
    next = hasMore && end !== null ? { first: query.first, after: end } : null;
  }
  const page = {
    changes: visible.slice(0, query.first),
    hasMore: visible.length > query.first || next !== null,
    unreadable,
    end: visible.length > query.first ? null : (next?.after ?? null),
  };
  return { page, roleFor: ({ id }) => roles.get(id) ?? 'SELF' };
}

/** Decides about each person once: the role that lets the caller see their changes, or null. */
function visibility(asking: Asking): (change: RecordedChange) => Promise<Role | null> {
  const verdicts = new Map<string, Promise<Role | null>>();
  return (change) => {
    const { realm, id, privileged, entry } = change.intent.target;
    const key = JSON.stringify([realm, id, privileged, entry, change.refusal === null]);
    const verdict =
      verdicts.get(key) ?? unlessRefused(async () => (await seenBy(asking, change))?.role ?? null);
    verdicts.set(key, verdict);
    return verdict;
  };
}
