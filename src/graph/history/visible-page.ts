import { personRefusals } from '../../access/refusal.ts';
import type { RecordedPerson } from '../../domain/change/change-record.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { HistoryPage, HistoryQuery } from '../../domain/ledger-ports/ledger-history.ts';
import type { RequestContext } from '../request/context.ts';
import type { Role } from '../../domain/people/caller.ts';
import { connectionOf, type ChangeConnection } from './history-page.ts';
import { viewOf, type View } from './shown-change.ts';

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
  context: RequestContext,
  query: PageOfQuery,
  read: (page: PageOfQuery) => Promise<HistoryPage>,
): Promise<ChangeConnection> {
  const roleFor = visibility(context);
  const visible: HistoryPage['changes'][number][] = [];
  const views = new Map<string, View>();
  let next: PageOfQuery | null = query;
  const unreadable: string[] = [];
  for (
    let pages = 0;
    next !== null && pages < maxPages && visible.length <= query.first;
    pages += 1
  ) {
    const { changes, hasMore, end, ...page }: HistoryPage = await read(next);
    unreadable.push(...page.unreadable);
    const found = await Promise.all(changes.map(({ intent }) => roleFor(intent.target)));
    for (const [index, change] of changes.entries()) {
      const role = found[index] ?? null;
      if (role === null) continue;
      visible.push(change);
      views.set(change.id, viewOf(role));
    }
    next = hasMore && end !== null ? { first: query.first, after: end } : null;
  }
  const shown = {
    changes: visible.slice(0, query.first),
    hasMore: visible.length > query.first || next !== null,
    unreadable,
    end: visible.length > query.first ? null : (next?.after ?? null),
  };
  return connectionOf(context, shown, ({ id }) => views.get(id) ?? 'without staff notes');
}

/** Decides about each person once: the role that lets the caller see their changes, or null. */
function visibility({
  permissions,
}: RequestContext): (person: RecordedPerson) => Promise<Role | null> {
  const verdicts = new Map<string, Promise<Role | null>>();
  const judge = async (person: RecordedPerson): Promise<Role | null> => {
    try {
      return (await permissions.onRecorded(person)).role;
    } catch (error) {
      if (error instanceof Failure && personRefusals.has(error.code)) return null;
      throw error;
    }
  };
  return (person) => {
    const key = JSON.stringify([person.realm, person.id, person.privileged, person.entry]);
    const verdict = verdicts.get(key) ?? judge(person);
    verdicts.set(key, verdict);
    return verdict;
  };
}
