import { ArgsType } from 'type-graphql';
import type { SeenPage } from '../../changes/records/visible-page.ts';
import type { HistoryQuery } from '../../domain/ledger-ports/ledger-history.ts';
import type { RequestContext } from '../request/context.ts';
import { pageInfoOf, type PageInfo } from '../fields/page-info.type.ts';
import { shownTo } from './shown-change.ts';
import { pageArguments, refuseOddPage } from '../fields/page.ts';

const pages = { of: 'changes', usual: 10, most: 100 };

@ArgsType()
export class PageArguments extends pageArguments(pages) {}

/** One page of changes, as the schema shows it. */
export interface ChangeConnection {
  readonly edges: readonly { readonly node: object; readonly cursor: string }[];
  readonly nodes: readonly object[];
  readonly unreadable: number;
  readonly pageInfo: PageInfo;
}

/** @throws Failure BAD_USER_INPUT */
export function pageQuery<About extends object>(
  about: About,
  { first, after = null }: PageArguments,
): About & Pick<HistoryQuery, 'first' | 'after'> {
  refuseOddPage(first, pages);
  return { ...about, first, ...(after !== null && { after }) };
}

/** What the caller sees is decided for each change. */
export function connectionOf(
  context: RequestContext,
  { page: { changes, hasMore, unreadable, end }, roleFor }: SeenPage,
): ChangeConnection {
  const edges = changes.map(({ cursor, ...change }) => ({
    cursor,
    node: shownTo(context, change, roleFor(change)),
  }));
  const nodes = edges.map(({ node }) => node);
  const counted = { unreadable: unreadable.length };
  return { edges, nodes, ...counted, pageInfo: pageInfoOf(edges, { hasMore, end }) };
}
