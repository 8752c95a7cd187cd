import { ArgsType, Field, Int } from 'type-graphql';
import type { RecordedChange } from '../../domain/change-record.ts';
import { badInput } from '../../domain/failure.ts';
import type { HistoryPage, HistoryQuery } from '../../domain/ledger.ts';
import type { RequestContext } from '../request/context.ts';
import { pageInfoOf } from '../search/page-info.type.ts';
import type { PageInfo } from '../search/page-info.type.ts';
import { shownChange } from './shown-change.ts';

const maxRows = 100;

/** The arguments of a page of changes. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: 10, description: `How many changes, 1 to ${maxRows}.` })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the change after which to go on.',
  })
  after?: string | null;
}

/** One page of changes, as the schema shows it. */
export interface ChangeConnection {
  readonly edges: readonly { readonly node: object; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
}

/** Reads a page of changes, and shows all of it. */
export async function pageOf(
  context: RequestContext,
  about: Omit<HistoryQuery, 'first' | 'after'>,
  page: PageArguments,
): Promise<ChangeConnection> {
  return connectionOf(context, await context.ledger.history(pageQuery(about, page)));
}

/** The question for one page. @throws Failure BAD_USER_INPUT */
export function pageQuery<About extends object>(
  about: About,
  { first, after = null }: PageArguments,
): About & Pick<HistoryQuery, 'first' | 'after'> {
  if (first < 1 || first > maxRows) throw badInput('first', `Ask for 1 to ${maxRows} changes.`);
  return { ...about, first, ...(after !== null && { after }) };
}

/** Shows changes as a connection, whose next page begins after `endCursor` where that is not its last change. */
export function connectionOf(
  { settings }: RequestContext,
  { changes, hasMore, endCursor }: HistoryPage & { readonly endCursor?: string | undefined },
): ChangeConnection {
  const nodeOf = (change: RecordedChange): object => {
    const { realm, id } = change.intent.target;
    return shownChange(change, {
      realm: settings.realms.byName(realm) ?? settings.realms.default,
      id,
    });
  };
  const edges = changes.map(({ cursor, ...change }) => ({ cursor, node: nodeOf(change) }));
  return { edges, pageInfo: pageInfoOf(edges, hasMore, endCursor) };
}
