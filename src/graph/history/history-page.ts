import { ArgsType, Field, Int } from 'type-graphql';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import { badInput } from '../../domain/values/failure.ts';
import type { HistoryPage, HistoryQuery } from '../../domain/ledger-ports/ledger-history.ts';
import type { RequestContext } from '../request/context.ts';
import { pageInfoOf, type PageInfo } from '../fields/page-info.type.ts';
import { recordedOwner, shownChange, type View } from './shown-change.ts';
import { NullableField } from '../fields/nullable-field.ts';

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

/** What the caller sees is decided for each change. `end`: where the next page starts after. */
export function connectionOf(
  context: RequestContext,
  { changes, hasMore, unreadable, end }: HistoryPage,
  viewOfChange: (change: RecordedChange) => View,
): ChangeConnection {
  const nodeOf = (change: RecordedChange): object =>
    shownChange(change, recordedOwner(context, change.intent.target), viewOfChange(change));
  const edges = changes.map(({ cursor, ...change }) => ({ cursor, node: nodeOf(change) }));
  const nodes = edges.map(({ node }) => node);
  const counted = { unreadable: unreadable.length };
  return { edges, nodes, ...counted, pageInfo: pageInfoOf(edges, hasMore, end ?? undefined) };
}
