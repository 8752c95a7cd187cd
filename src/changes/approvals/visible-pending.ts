import { fillPage, type FilledPage, type PageWanted } from '../../access/lists/filled-page.ts';
import { unlessRefused } from '../../access/refusal.ts';
import type { PendingChange, PendingQuery, SecondPerson } from '../../domain/change/approval.ts';
import { isSamePerson } from '../../domain/change/change-record.ts';
import type { Asking } from '../request/acting.ts';
import { pendingIn, permitEffect, requesterRight, viewerOf } from './second-person.ts';

/** A requested change, and who looks at it. */
export interface SeenPending {
  readonly pending: PendingChange;
  readonly viewer: SecondPerson;
}

/**
 * Reads a page of the waiting changes that the caller requested, or could decide about. Those that
 * are left out are replaced by later ones, so that the size of a page does not reveal them.
 */
export function visiblePending(
  asking: Asking,
  { realm, ...wanted }: PageWanted & Pick<PendingQuery, 'realm'>,
): Promise<FilledPage<SeenPending & { readonly cursor: string }>> {
  const { first } = wanted;
  type Waiting = PendingChange & { readonly cursor: string };
  return fillPage(wanted, {
    about: ({ intent: { target } }: Waiting) => JSON.stringify([target.realm, target.id]),
    read: async (after) => {
      const page = { realm, first, ...(after !== null && { after }) };
      const { changes, hasMore, end } = await asking.ledger.approvals.waiting(page);
      return { rows: changes, next: hasMore ? end : null };
    },
    show: async (pending) => {
      const seen = await ifVisible(asking, pending);
      // Why it is left out.
      if (seen === null) await permitEffect(asking, pending);
      return seen && { ...seen, cursor: pending.cursor };
    },
  });
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
  return isVisible ? { pending, viewer } : null;
}
