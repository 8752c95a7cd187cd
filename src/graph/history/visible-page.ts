import type { RecordedPerson } from '../../domain/change-record.ts';
import { Failure } from '../../domain/failure.ts';
import type { HistoryPage, HistoryQuery } from '../../domain/ledger.ts';
import type { RequestContext } from '../request/context.ts';
import { connectionOf } from './history-page.ts';
import type { ChangeConnection } from './history-page.ts';

/** How many pages of the ledger one page is filled from, where much is left out of them. */
const maxPages = 5;

/**
 * Reads a page of changes for a role that does not see everybody's: each person on it is decided about as if the caller had
 * asked for them, so that no way to a change says more than another (security A6). What is left out is made up for from
 * the changes that follow, so that whether there is more does not tell of it.
 */
export async function visiblePage(
  context: RequestContext,
  query: HistoryQuery,
): Promise<ChangeConnection> {
  const isVisible = visibility(context);
  const visible: HistoryPage['changes'][number][] = [];
  let next: HistoryQuery | null = query;
  for (
    let pages = 0;
    next !== null && pages < maxPages && visible.length <= query.first;
    pages += 1
  ) {
    const { changes, hasMore }: HistoryPage = await context.ledger.history(next);
    const isShown = await Promise.all(changes.map(({ intent }) => isVisible(intent.target)));
    visible.push(...changes.filter((_change, index) => isShown[index]));
    const after = changes.at(-1)?.cursor;
    next = hasMore && after !== undefined ? { ...query, after } : null;
  }
  return connectionOf(context, {
    changes: visible.slice(0, query.first),
    hasMore: visible.length > query.first || next !== null,
    endCursor: visible.length > query.first ? undefined : next?.after,
  });
}

/** Refusals that leave a person's changes out of the page. */
const leavingOut: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'TARGET_PRIVILEGED',
  'PRIVILEGE_UNKNOWN',
  'BAD_USER_INPUT',
]);

/** Decides about each person once. */
function visibility({ permissions }: RequestContext): (person: RecordedPerson) => Promise<boolean> {
  const verdicts = new Map<string, Promise<boolean>>();
  const judge = async (person: RecordedPerson): Promise<boolean> => {
    try {
      await permissions.onRecorded(person);
      return true;
    } catch (error) {
      if (error instanceof Failure && leavingOut.has(error.code)) return false;
      throw error;
    }
  };
  return (person) => {
    const key = JSON.stringify([person.id, person.privileged]);
    const verdict = verdicts.get(key) ?? judge(person);
    verdicts.set(key, verdict);
    return verdict;
  };
}
