import { ArgsType, Field, Int } from 'type-graphql';
import type { RecordedChange } from '../../domain/change-record.ts';
import { badInput } from '../../domain/failure.ts';
import type { HistoryPage, HistoryQuery } from '../../domain/ledger.ts';
import type { RequestContext } from '../request/context.ts';
import { pageInfoOf, type PageInfo } from '../search/page-info.type.ts';
import { recordedOwner, shownChange } from './shown-change.ts';
import { NullableField } from '../nullable-field.ts';

const maxRows = 100;

@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    defaultValue: 10,
    description: `The maximum number of changes to return, 1 to ${maxRows}.`,
  })
  first!: number;

  @NullableField(() => String, 'Returns the changes after this cursor.')
  after?: string | null;
}

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
  if (first < 1 || first > maxRows) throw badInput('first', `Request 1 to ${maxRows} changes.`);
  return { ...about, first, ...(after !== null && { after }) };
}

/** The next page starts after `end`, by default after the last change. */
export function connectionOf(
  context: RequestContext,
  { changes, hasMore, unreadable, end }: HistoryPage,
): ChangeConnection {
  const nodeOf = (change: RecordedChange): object =>
    shownChange(change, recordedOwner(context, change.intent.target));
  const edges = changes.map(({ cursor, ...change }) => ({ cursor, node: nodeOf(change) }));
  const nodes = edges.map(({ node }) => node);
  const counted = { unreadable: unreadable.length };
  return { edges, nodes, ...counted, pageInfo: pageInfoOf(edges, hasMore, end ?? undefined) };
}
