import type { PendingChange, PendingQuery } from '../../domain/change/approval.ts';
import { isSamePerson } from '../../domain/change/change-record.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { RequestContext } from '../request/context.ts';
import { personRefusals } from '../../access/refusal.ts';
import type { Grant, PersonGrant } from '../../access/grant.ts';
import { pageInfoOf, type PageInfo } from '../fields/page-info.type.ts';
import { pendingIn, requireApprovals, viewerOf } from '../../changes/approvals/second-person.ts';
import { shownPending } from './shown-pending.ts';

/** The maximum number of ledger pages from which one page is filled. */
const maxPages = 5;

/** One page of requested changes, as the schema shows it. */
export interface PendingConnection {
  readonly edges: readonly { readonly node: object; readonly cursor: string }[];
  readonly nodes: readonly object[];
  readonly pageInfo: PageInfo;
}

/**
 * Reads a page of the waiting changes that the caller requested, or could decide about. Those that
 * are left out are replaced by later ones, so that the size of a page does not reveal them.
 */
export async function visiblePending(
  context: RequestContext,
  query: PendingQuery,
): Promise<PendingConnection> {
  const approvals = requireApprovals(context);
  const edges: { readonly node: object; readonly cursor: string }[] = [];
  let next: PendingQuery | null = query;
  for (
    let pages = 0;
    next !== null && pages < maxPages && edges.length <= query.first;
    pages += 1
  ) {
    const { changes, hasMore } = await approvals.waiting(next);
    const nodes = await Promise.all(changes.map((pending) => shownIfVisible(context, pending)));
    for (const [index, node] of nodes.entries())
      if (node !== null) edges.push({ node, cursor: changes[index]?.cursor ?? '' });
    const after = changes.at(-1)?.cursor;
    next = hasMore && after !== undefined ? { ...query, after } : null;
  }
  const shown = edges.slice(0, query.first);
  const isFull = edges.length > query.first;
  const pageInfo = pageInfoOf(shown, isFull || next !== null, isFull ? undefined : next?.after);
  return { edges: shown, nodes: shown.map(({ node }) => node), pageInfo };
}

/**
 * Returns a requested change by the ledger's id, as the caller sees it; null if they do not.
 * @throws Failure the refusal
 */
export async function visibleIn(context: RequestContext, id: string): Promise<object | null> {
  const pending = await pendingIn(context, id);
  const shown = pending && (await shownIfVisible(context, pending));
  if (shown === null) await context.permissions.inRealm('approve', null);
  return shown;
}

/** Shows a requested change to its requester while they are staff, and to who could decide. */
async function shownIfVisible(
  context: RequestContext,
  pending: PendingChange,
): Promise<object | null> {
  const isPermitted = await isGranted(() => permitEffect(context, pending));
  const viewer = await viewerOf(context);
  const { actor: requester, target } = pending.intent;
  const isVisible =
    isPermitted ||
    (isSamePerson(viewer.actor, requester) &&
      (await isGranted(() => context.permissions.inRealm('approve', target.realm))));
  return isVisible ? shownPending(context, pending, { ...viewer, isPermitted }) : null;
}

/** @throws Failure the refusal of a decision about the change */
async function permitEffect(
  { permissions }: RequestContext,
  { intent: { effect, target } }: PendingChange,
): Promise<PersonGrant | null> {
  const named = { id: target.id, realm: target.realm };
  const first = await permissions.forNamed('approve', named);
  const grant = await permissions.further(first, effect);
  return grant.person && grant;
}

/** Whether something is permitted. */
async function isGranted(permit: () => Promise<Grant | null>): Promise<boolean> {
  try {
    return (await permit()) !== null;
  } catch (error) {
    if (error instanceof Failure && personRefusals.has(error.code)) return false;
    throw error;
  }
}
