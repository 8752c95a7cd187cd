import { unlessRefused } from '../../access/refusal.ts';
import type { PendingChange, PendingQuery, SecondPerson } from '../../domain/change/approval.ts';
import { isSamePerson } from '../../domain/change/change-record.ts';
import type { Asking } from '../request/acting.ts';
import { pendingIn, permitEffect, requesterRight, viewerOf } from './second-person.ts';

/** Who looks at a requested change, and whether they have the right for it. */
export interface Viewer extends SecondPerson {
  readonly isPermitted: boolean;
}

/** A requested change, and who looks at it. */
export interface SeenPending {
  readonly pending: PendingChange;
  readonly viewer: Viewer;
}

/** One page of requested changes. */
interface SeenPage {
  readonly edges: readonly (SeenPending & { readonly cursor: string })[];
  readonly hasMore: boolean;
  /** Where the next page starts after, if that is not the last one shown. */
  readonly end: string | undefined;
}

/** The maximum number of ledger pages from which one page is filled. */
const maxPages = 5;

/**
 * Reads a page of the waiting changes that the caller requested, or could decide about. Those that
 * are left out are replaced by later ones, so that the size of a page does not reveal them.
 */
export async function visiblePending(asking: Asking, query: PendingQuery): Promise<SeenPage> {
  const { approvals } = asking.ledger;
  const edges: (SeenPending & { readonly cursor: string })[] = [];
  let next: PendingQuery | null = query;
  for (
    let pages = 0;
    next !== null && pages < maxPages && edges.length <= query.first;
    pages += 1
  ) {
    const { changes, hasMore, end } = await approvals.waiting(next);
    const seen = await Promise.all(changes.map((pending) => ifVisible(asking, pending)));
    for (const [index, one] of seen.entries())
      if (one !== null) edges.push({ ...one, cursor: changes[index]?.cursor ?? '' });
    next = hasMore && end !== null ? { ...query, after: end } : null;
  }
  const isFull = edges.length > query.first;
  return {
    edges: edges.slice(0, query.first),
    hasMore: isFull || next !== null,
    end: isFull ? undefined : next?.after,
  };
}

/**
 * Returns a requested change by the ledger's id, if the caller may see it; null otherwise.
 * @throws Failure the refusal
 */
export async function visibleIn(asking: Asking, id: string): Promise<SeenPending | null> {
  const pending = await pendingIn(asking, id);
  const seen = pending && (await ifVisible(asking, pending));
  if (seen === null) await asking.permissions.inRealm('approve', null);
  return seen;
}

/** A requested change is for its requester while they have the right, and for who could decide. */
async function ifVisible(asking: Asking, pending: PendingChange): Promise<SeenPending | null> {
  const isPermitted = (await unlessRefused(() => permitEffect(asking, pending))) !== null;
  const viewer = await viewerOf(asking);
  const isVisible =
    isPermitted ||
    (isSamePerson(viewer.actor, pending.intent.actor) &&
      (await requesterRight(asking, pending)) !== null);
  return isVisible ? { pending, viewer: { ...viewer, isPermitted } } : null;
}
