import { fillPage } from '../../access/lists/filled-page.ts';
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

/**
 * Reads a page of changes for a role that does not see all history. Each person on it is decided
 * about as in a request for that person, so that no path to a change reveals more than another
 * (security A6). Changes that are left out are replaced by later ones, so that the size of a page
 * does not reveal them.
 */
export async function visiblePage(
  asking: Asking,
  { first, after }: PageOfQuery,
  read: (page: PageOfQuery) => Promise<HistoryPage>,
): Promise<SeenPage> {
  const roleFor = visibility(asking);
  const roles = new Map<string, Role>();
  const unreadable: string[] = [];
  const wanted = { first, after: after ?? null };
  const { shown, ...page } = await fillPage(wanted, {
    about: ({ intent: { target } }: HistoryPage['changes'][number]) =>
      JSON.stringify([target.realm, target.id]),
    read: async (from) => {
      const found = await read({ first, ...(from !== null && { after: from }) });
      unreadable.push(...found.unreadable);
      return { rows: found.changes, next: found.hasMore ? found.end : null };
    },
    show: async (change) => {
      const role = await roleFor(change);
      if (role !== null) roles.set(change.id, role);
      return role === null ? null : change;
    },
  });
  return {
    page: { changes: shown, unreadable, ...page },
    roleFor: ({ id }) => roles.get(id) ?? 'SELF',
  };
}

/** Decides about each person once: the role that lets the caller see their changes, or null. */
function visibility(asking: Asking): (change: RecordedChange) => Promise<Role | null> {
  const verdicts = new Map<string, Promise<Role | null>>();
  return (change) => {
    const { realm, id, privileged, entry } = change.intent.target;
    const key = JSON.stringify([realm, id, privileged, entry, change.refusal === null]);
    const verdict = verdicts.get(key) ?? seenBy(asking, change).then((seen) => seen?.role ?? null);
    verdicts.set(key, verdict);
    return verdict;
  };
}
